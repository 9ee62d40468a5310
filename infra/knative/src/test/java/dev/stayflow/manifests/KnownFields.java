package dev.stayflow.manifests;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every object is of a known kind and every field one of its kind, of the right type. Clusters
 * prune fields that they do not know without a word.
 */
final class KnownFields implements Check {
  private static final Map<String, Class<?>> MODELS = models();

  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering.objects().forEach(object -> check(object, findings));
  }

  private static void check(Manifest object, Findings findings) {
    var model = MODELS.get(object.apiVersion() + " " + object.kind());
    if (model == null) {
      findings.add(object, "kind", "there is no kind " + object.apiVersion() + " " + object.kind());
      return;
    }
    var unknown = new Unknown();
    try {
      mapper(unknown).readValue(object.content().toString(), model);
    } catch (JsonMappingException wrong) {
      findings.add(object, path(wrong), wrong.getOriginalMessage());
    } catch (JsonProcessingException broken) {
      findings.add(object, "", broken.getOriginalMessage());
    }
    unknown.found.forEach((field, says) -> findings.add(object, field, says));
  }

  private static String path(JsonMappingException wrong) {
    return wrong.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  private static JsonMapper mapper(Unknown unknown) {
    var mapper =
        JsonMapper.builder()
            .annotationIntrospector(new Strict())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .addHandler(unknown)
            .build();
    for (var shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    return mapper;
  }

  private static Map<String, Class<?>> models() {
    var models = new HashMap<String, Class<?>>();
    ServiceLoader.load(KubernetesResource.class).stream()
        .map(ServiceLoader.Provider::type)
        .filter(HasMetadata.class::isAssignableFrom)
        .map(type -> type.asSubclass(HasMetadata.class))
        .forEach(
            type ->
                models.put(
                    HasMetadata.getApiVersion(type) + " " + HasMetadata.getKind(type), type));
    models.put(Kind.SCALED_OBJECT.toString(), Keda.ScaledObject.class);
    models.put(Kind.TRIGGER_AUTHENTICATION.toString(), Keda.TriggerAuthentication.class);
    return models;
  }

  /** The models keep what they do not know in a map of their own; here it is unknown. */
  private static final class Strict extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated any) {
      return false;
    }
  }

  private static final class Unknown extends DeserializationProblemHandler {
    private final Map<String, String> found = new HashMap<>();

    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser at,
        JsonDeserializer<?> in,
        Object beanOrClass,
        String name)
        throws IOException {
      var path = at.getParsingContext().pathAsPointer().toString().substring(1).replace('/', '.');
      var known =
          in.getKnownPropertyNames() == null
              ? Set.<Object>of()
              : new TreeSet<>(new LinkedHashSet<>(in.getKnownPropertyNames()));
      found.put(path, "is no field; known here: " + known);
      at.skipChildren();
      return true;
    }
  }
}
