<?php

declare(strict_types=1);

namespace Drupal\recit\Plugin\media\Source;

use Drupal\Core\Entity\Display\EntityViewDisplayInterface;
use Drupal\Core\Form\FormStateInterface;
use Drupal\Core\StringTranslation\TranslatableMarkup;
use Drupal\media\Attribute\MediaSource;
use Drupal\media\MediaInterface;
use Drupal\media\MediaSourceBase;
use Drupal\media\MediaSourceFieldConstraintsInterface;
use Drupal\media\MediaTypeInterface;
use GuzzleHttp\ClientInterface;
use GuzzleHttp\Exception\GuzzleException;
use Symfony\Component\DependencyInjection\ContainerInterface;
use Symfony\Component\Validator\Context\ExecutionContextInterface;

/**
 * A film made with Récit, by its name or an address of its page.
 *
 * What comes in: the address below which the films are (a setting of the media type, which takes the
 * permission to administer media types) and what an editor typed. What goes out: the address of the
 * film's frame, and its title, the only thing that its server is asked.
 */
#[MediaSource(
    id: 'recit_film',
    label: new TranslatableMarkup('Récit film'),
    description: new TranslatableMarkup('A film made with Récit, by its name or an address of its page.'),
    allowed_field_types: ['string'],
    default_thumbnail_filename: 'video.png',
)]
final class Film extends MediaSourceBase implements MediaSourceFieldConstraintsInterface
{
    /** A film's name, with its language where it has several, and what its address may say after it. */
    private const FILM = '#^(?<slug>[a-z0-9]+(?:[-_][a-z0-9]+)*(?:\.[A-Za-z0-9-]+)?)(?:/(?:(?:page|embed)\.html)?)?$#D';

    private const TIME = '/^(?:\d+:){0,2}\d+(?:\.\d+)?$/D';

    private const PLACE = '#^https?://[^/?\#@\s]+(?:/[^?\#\s]*)?$#iD';

    private ClientInterface $client;

    public static function create(
        ContainerInterface $container,
        array $configuration,
        $plugin_id,
        $plugin_definition,
    ): static {
        $made = parent::create($container, $configuration, $plugin_id, $plugin_definition);
        $made->client = $container->get('http_client');
        return $made;
    }

    public function defaultConfiguration(): array
    {
        return ['base_url' => ''] + parent::defaultConfiguration();
    }

    public function buildConfigurationForm(array $form, FormStateInterface $form_state): array
    {
        return parent::buildConfigurationForm($form, $form_state) + [
            'base_url' => [
                '#type' => 'url',
                '#title' => $this->t('Address of the films'),
                '#description' => $this->t('The base_url of recit.toml: each film has its folder below it.'),
                '#default_value' => $this->configuration['base_url'],
                '#required' => true,
            ],
        ];
    }

    public function validateConfigurationForm(array &$form, FormStateInterface $form_state): void
    {
        if (!preg_match(self::PLACE, trim((string) $form_state->getValue('base_url')))) {
            $said = $this->t('The address of the films must be a whole one: https://films.example.org/');
            $form_state->setErrorByName('base_url', $said);
        }
    }

    public function getMetadataAttributes(): array
    {
        return ['title' => $this->t('Title')];
    }

    public function getMetadata(MediaInterface $media, $attribute_name)
    {
        $title = in_array($attribute_name, ['title', 'default_name'], true) ? $this->title($media) : '';
        return $title ?: parent::getMetadata($media, $attribute_name);
    }

    public function prepareViewDisplay(MediaTypeInterface $type, EntityViewDisplayInterface $display): void
    {
        $field = $this->getSourceFieldDefinition($type)->getName();
        $display->setComponent($field, ['type' => 'recit_film', 'label' => 'hidden']);
    }

    public function getSourceFieldConstraints(): array
    {
        return ['Callback' => ['callback' => [self::class, 'check']]];
    }

    /** An editor is told of a film that this media type can't show. */
    public static function check(mixed $items, ExecutionContextInterface $context): void
    {
        $source = $items->getEntity()->getSource();
        if ($source instanceof self && $source->frame((string) $items->value) === '') {
            $context->addViolation((string) new TranslatableMarkup(
                'Type the name of a film, or paste an address below @base.',
                ['@base' => $source->base()],
            ));
        }
    }

    /** The address of the frame that shows $given, with the moment at which it opens; or nothing. */
    public function frame(string $given): string
    {
        $base = $this->base();
        $given = trim($given);
        $parts = parse_url($base !== '' && str_starts_with($given, $base) ? substr($given, strlen($base)) : $given);
        $path = $parts['path'] ?? '';
        if ($base === '' || !preg_match(self::FILM, $path, $found)) {
            return '';
        }
        parse_str($parts['query'] ?? '', $asked);
        $fragment = rawurldecode($parts['fragment'] ?? '');
        $moment = rawurlencode($fragment); // A slide: "fort-du-roule".
        foreach ([preg_replace('/^t=/', '', $fragment), $asked['t'] ?? ''] as $time) {
            if (is_string($time) && preg_match(self::TIME, $time)) {
                $moment = "t=$time";
                break;
            }
        }
        return $base . $found['slug'] . '/embed.html' . ($moment === '' ? '' : "#$moment");
    }

    private function base(): string
    {
        $base = trim((string) $this->configuration['base_url']);
        return preg_match(self::PLACE, $base) ? rtrim($base, '/') . '/' : '';
    }

    private function title(MediaInterface $media): string
    {
        $frame = $this->frame((string) $media->get($this->configuration['source_field'])->value);
        if ($frame === '') {
            return '';
        }
        $address = preg_replace('#/embed\.html.*$#D', '/oembed.json', $frame);
        try {
            $answer = $this->client->request('GET', $address, ['timeout' => 5, 'allow_redirects' => false]);
        } catch (GuzzleException) {
            return ''; // The media can be saved all the same, and named by hand.
        }
        $told = json_decode((string) $answer->getBody(), true);
        return is_array($told) && is_string($told['title'] ?? null) ? trim(strip_tags($told['title'])) : '';
    }
}
