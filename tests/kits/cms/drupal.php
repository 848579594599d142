<?php

/**
 * Drupal as far as the module sees it: the classes that it extends, with their signatures; the module
 * itself is loaded for real.
 *
 *     php drupal.php FOLDER < {"base": …, "answers": {address: body}, "films": […], "name": …}
 *
 * Goes out: JSON: for each film its rendered frame, what an editor is told, and its default name.
 */

// phpcs:disable PSR1.Classes.ClassDeclaration.MultipleClasses, PSR12.Classes.ClassInstantiation

declare(strict_types=1);

namespace Drupal\Core\StringTranslation {

    class TranslatableMarkup
    {
        public function __construct(private string $said, private array $words = [])
        {
        }

        public function __toString(): string
        {
            return strtr($this->said, array_map('htmlspecialchars', $this->words));
        }
    }
}

namespace Drupal\Core\Form {

    interface FormStateInterface
    {
    }
}

namespace Drupal\Core\Entity\Display {

    interface EntityViewDisplayInterface
    {
    }
}

namespace Drupal\Core\Field\Attribute {

    #[\Attribute]
    class FieldFormatter
    {
        public function __construct(public string $id, public $label, public array $field_types)
        {
        }
    }
}

namespace Drupal\Core\Field {

    use Drupal\Core\StringTranslation\TranslatableMarkup;

    interface FieldDefinitionInterface
    {
    }

    interface FieldItemListInterface
    {
    }

    abstract class FormatterBase
    {
        abstract public function viewElements(FieldItemListInterface $items, $langcode);

        public static function isApplicable(FieldDefinitionInterface $field_definition)
        {
            return true;
        }

        protected function t($said, array $words = [])
        {
            return new TranslatableMarkup($said, $words);
        }
    }
}

namespace Symfony\Component\DependencyInjection {

    interface ContainerInterface
    {
        public function get(string $id);
    }
}

namespace Symfony\Component\Validator\Context {

    interface ExecutionContextInterface
    {
        public function addViolation($message, array $params = []);
    }
}

namespace GuzzleHttp {

    interface ClientInterface
    {
        public function request(string $method, $uri, array $options = []);
    }
}

namespace GuzzleHttp\Exception {

    interface GuzzleException
    {
    }
}

namespace Drupal\media\Attribute {

    #[\Attribute]
    class MediaSource
    {
        public function __construct(
            public string $id,
            public $label,
            public $description = null,
            public array $allowed_field_types = [],
            public string $default_thumbnail_filename = 'generic.png',
        ) {
        }
    }
}

namespace Drupal\media\Entity {

    class MediaType
    {
        public static function load($id)
        {
            return null;
        }
    }
}

namespace Drupal\media {

    use Drupal\Core\Entity\Display\EntityViewDisplayInterface;
    use Drupal\Core\Form\FormStateInterface;
    use Drupal\Core\StringTranslation\TranslatableMarkup;
    use Symfony\Component\DependencyInjection\ContainerInterface;

    interface MediaInterface
    {
    }

    interface MediaTypeInterface
    {
    }

    interface MediaSourceFieldConstraintsInterface
    {
        public function getSourceFieldConstraints();
    }

    abstract class MediaSourceBase
    {
        protected $configuration;

        public function __construct(array $configuration, $plugin_id, $plugin_definition)
        {
            $this->configuration = $configuration + $this->defaultConfiguration();
        }

        public static function create(
            ContainerInterface $container,
            array $configuration,
            $plugin_id,
            $plugin_definition
        ) {
            return new static($configuration, $plugin_id, $plugin_definition);
        }

        public function defaultConfiguration()
        {
            return ['source_field' => ''];
        }

        public function getMetadata(MediaInterface $media, $attribute_name)
        {
            return "parent's $attribute_name";
        }

        public function buildConfigurationForm(array $form, FormStateInterface $form_state)
        {
            return $form + ['source_field' => []];
        }

        public function validateConfigurationForm(array &$form, FormStateInterface $form_state)
        {
        }

        public function prepareViewDisplay(MediaTypeInterface $type, EntityViewDisplayInterface $display)
        {
        }

        protected function t($said, array $words = [])
        {
            return new TranslatableMarkup($said, $words);
        }
    }
}

namespace {

    use Drupal\Core\Field\FieldItemListInterface;
    use Drupal\Core\Form\FormStateInterface;
    use Drupal\Core\StringTranslation\TranslatableMarkup;
    use Drupal\media\MediaInterface;
    use Drupal\recit\Plugin\Field\FieldFormatter\FilmFormatter;
    use Drupal\recit\Plugin\media\Source\Film;
    use GuzzleHttp\ClientInterface;
    use GuzzleHttp\Exception\GuzzleException;
    use Symfony\Component\DependencyInjection\ContainerInterface;
    use Symfony\Component\Validator\Context\ExecutionContextInterface;

    $asked = json_decode(stream_get_contents(STDIN), true);

    spl_autoload_register(function (string $class) use ($argv): void {
        require $argv[1] . '/src/' . str_replace('\\', '/', substr($class, strlen('Drupal\recit\\'))) . '.php';
    });

    class Refused extends Exception implements GuzzleException
    {
    }

    $services = new class ($asked['answers'] ?? []) implements ContainerInterface, ClientInterface {
        public function __construct(private array $answers)
        {
        }

        public function get(string $id)
        {
            return $this;
        }

        public function request(string $method, $uri, array $options = [])
        {
            $body = $this->answers[$uri] ?? throw new Refused($uri);
            return new class ($body) {
                public function __construct(private string $body)
                {
                }

                public function getBody(): string
                {
                    return $this->body;
                }
            };
        }
    };

    class Media implements MediaInterface
    {
        public function __construct(public Film $source, public string $value, private string $name)
        {
        }

        public function getSource(): Film
        {
            return $this->source;
        }

        public function label(): string
        {
            return $this->name;
        }

        public function get(string $field): object
        {
            return (object) ['value' => $this->value];
        }
    }

    class Items extends ArrayIterator implements FieldItemListInterface
    {
        public string $value;

        public function __construct(private Media $media)
        {
            $this->value = $media->value;
            parent::__construct([(object) ['value' => $media->value]]);
        }

        public function getEntity(): Media
        {
            return $this->media;
        }
    }

    class Told implements ExecutionContextInterface, FormStateInterface
    {
        public array $said = [];

        public function __construct(private string $value = '')
        {
        }

        public function addViolation($message, array $params = [])
        {
            $this->said[] = $message;
        }

        public function setErrorByName($field, $message): void
        {
            $this->said[] = "$field: $message";
        }

        public function getValue($field): string
        {
            return $this->value;
        }
    }

    /** As Drupal's html_tag element: each value escaped, markup made text first, true alone without one. */
    function rendered(array $element): string
    {
        $html = '<' . $element['#tag'];
        foreach ($element['#attributes'] as $name => $value) {
            $text = $value instanceof TranslatableMarkup ? htmlspecialchars_decode((string) $value) : $value;
            $said = htmlspecialchars(implode(' ', (array) $text), ENT_QUOTES);
            $html .= $value === true ? " $name" : " $name=\"$said\"";
        }
        return "$html></{$element['#tag']}>";
    }

    $configuration = ['base_url' => $asked['base'], 'source_field' => 'field_media_recit_film'];
    $source = Film::create($services, $configuration, 'recit_film', []);
    $formatter = new FilmFormatter();
    $done = [];
    foreach ($asked['films'] as $film) {
        $media = new Media($source, $film, $asked['name'] ?? 'La bataille');
        $items = new Items($media);
        $told = new Told();
        $source->getSourceFieldConstraints()['Callback']['callback']($items, $told, null);
        $done[] = [
            'html' => implode('', array_map('rendered', $formatter->viewElements($items, 'fr'))),
            'told' => $told->said,
            'name' => $source->getMetadata($media, 'default_name'),
        ];
    }
    $form = [];
    $state = new Told($asked['base']);
    $source->validateConfigurationForm($form, $state);
    $attributes = [];
    foreach ([Film::class, FilmFormatter::class] as $class) {
        $attributes[] = (new ReflectionClass($class))->getAttributes()[0]->newInstance()->id;
    }
    $fields = array_keys($source->buildConfigurationForm([], $state));
    echo json_encode(['done' => $done, 'form' => $state->said, 'ids' => $attributes, 'fields' => $fields]);
}
