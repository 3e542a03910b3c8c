package io.dezky.operator.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an object whose spec or status has another shape than this operator knows: stored under an older or a newer CRD,
 * and served as it was stored. What can't be read becomes null, the rest is kept. Without it one such object stops every
 * informer of its kind, and the operator can't start while the object exists.
 *
 * <p>A null spec is invalid to the reconcilers, never an empty one; a null status is written anew.
 */
final class UnreadableParts extends SimpleModule {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableParts.class);
    private static final List<Set<String>> LEFT_OUT =
            List.of(Set.of("status"), Set.of("spec"), Set.of("spec", "status"));
    private static final int REMEMBERED = 1000;

    /** Uid and version of the objects that were told of: they are read again and again. */
    private static final Set<String> TOLD =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            }));

    UnreadableParts() {
        super("dezky-unreadable-parts");
        setDeserializerModifier(new OfCustomResources());
    }

    private static final class OfCustomResources extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> usual) {
            return CustomResource.class.isAssignableFrom(bean.getBeanClass()) ? new Tolerant(usual) : usual;
        }
    }

    private static final class Tolerant extends DelegatingDeserializer {

        private static final long serialVersionUID = 1;

        Tolerant(JsonDeserializer<?> usual) {
            super(usual);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> usual) {
            return new Tolerant(usual);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            TokenBuffer buffer = context.bufferForInputBuffering(parser);
            buffer.copyCurrentStructure(parser);
            try {
                return super.deserialize(first(buffer.asParser(parser)), context);
            } catch (JsonMappingException unreadable) {
                return withoutWhatIsUnreadable(buffer, context, unreadable);
            }
        }

        private Object withoutWhatIsUnreadable(
                TokenBuffer buffer, DeserializationContext context, JsonMappingException why) throws IOException {
            JsonNode whole = context.readTree(first(buffer.asParser()));
            for (Set<String> parts : LEFT_OUT) {
                if (!(whole.deepCopy() instanceof ObjectNode rest)) {
                    break;
                }
                rest.remove(parts);
                try {
                    Object read = super.deserialize(
                            first(rest.traverse(context.getParser().getCodec())), context);
                    tell(whole, parts, why);
                    return read;
                } catch (JsonMappingException more) {
                    why.addSuppressed(more);
                }
            }
            throw why;
        }

        private static JsonParser first(JsonParser parser) throws IOException {
            parser.nextToken();
            return parser;
        }

        /** Without the value, which may be anything. */
        private static void tell(JsonNode object, Set<String> parts, JsonMappingException why) {
            JsonNode metadata = object.path("metadata");
            if (!TOLD.add(metadata.path("uid").asText()
                    + metadata.path("resourceVersion").asText())) {
                return;
            }
            List<String> path = new ArrayList<>();
            for (JsonMappingException.Reference step : why.getPath()) {
                path.add(step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName());
            }
            LOG.atWarn()
                    .addKeyValue("kind", object.path("kind").asText())
                    .addKeyValue("namespace", metadata.path("namespace").asText())
                    .addKeyValue("name", metadata.path("name").asText())
                    .addKeyValue("field", path.stream().collect(Collectors.joining(".")))
                    .log(
                            "This object was stored under another version of its CRD; {} can't be read and is taken as absent.",
                            parts.stream().sorted().collect(Collectors.joining(" and ")));
        }
    }
}
