<?php

declare(strict_types=1);

namespace Drupal\recit\Plugin\Field\FieldFormatter;

use Drupal\Core\Field\Attribute\FieldFormatter;
use Drupal\Core\Field\FieldDefinitionInterface;
use Drupal\Core\Field\FieldItemListInterface;
use Drupal\Core\Field\FormatterBase;
use Drupal\Core\StringTranslation\TranslatableMarkup;
use Drupal\media\Entity\MediaType;
use Drupal\recit\Plugin\media\Source\Film;

/**
 * The film in a frame as tall as its content.
 *
 * Drupal escapes each attribute. Without the script the frame is 4 : 3, in which film, title and
 * chapters are seen, and never lower than a telephone needs.
 */
#[FieldFormatter(
    id: 'recit_film',
    label: new TranslatableMarkup('Récit film'),
    field_types: ['string'],
)]
final class FilmFormatter extends FormatterBase
{
    public function viewElements(FieldItemListInterface $items, $langcode): array
    {
        $media = $items->getEntity();
        $elements = [];
        foreach ($items as $delta => $item) {
            $frame = $media->getSource()->frame((string) $item->value);
            if ($frame !== '') {
                $elements[$delta] = $this->element($frame, (string) $media->label());
            }
        }
        return $elements;
    }

    public static function isApplicable(FieldDefinitionInterface $field_definition): bool
    {
        $bundle = $field_definition->getTargetBundle();
        $type = $field_definition->getTargetEntityTypeId() === 'media' && $bundle ? MediaType::load($bundle) : null;
        return $type !== null && $type->getSource() instanceof Film;
    }

    private function element(string $frame, string $title): array
    {
        return [
            '#type' => 'html_tag',
            '#tag' => 'iframe',
            '#attributes' => [
                'class' => ['recit-film'],
                'src' => $frame,
                // As markup, not as text: Drupal takes its entities back before it escapes it.
                'title' => $this->t('Film: @title', ['@title' => $title]),
                'style' => 'border:0;width:100%;height:auto;aspect-ratio:4/3;min-height:30rem',
                'width' => 960,
                'height' => 720,
                'loading' => 'lazy',
                'referrerpolicy' => 'strict-origin-when-cross-origin',
                'sandbox' => 'allow-scripts allow-same-origin allow-downloads allow-popups',
                'allow' => 'fullscreen; picture-in-picture',
                'allowfullscreen' => true,
            ],
            '#attached' => ['library' => ['recit/frame']],
        ];
    }
}
