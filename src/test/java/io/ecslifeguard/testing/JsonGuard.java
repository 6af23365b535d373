package io.ecslifeguard.testing;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Fails whatever a {@code @QuarkusTest} lets Jackson read or write that it could not read or write in an executable: there it
 * would be an empty object, or an exception where nobody looks.
 */
@Singleton
public class JsonGuard implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("registered")
                .setSerializerModifier(new BeanSerializerModifier() {
                    @Override
                    public JsonSerializer<?> modifySerializer(
                            SerializationConfig config, BeanDescription type, JsonSerializer<?> serializer) {
                        check(type.getBeanClass());
                        return serializer;
                    }
                })
                .setDeserializerModifier(new BeanDeserializerModifier() {
                    @Override
                    public JsonDeserializer<?> modifyDeserializer(
                            DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
                        check(type.getBeanClass());
                        return deserializer;
                    }
                }));
    }

    private static void check(Class<?> type) {
        if (JsonTypes.isMissing(type)) {
            throw new IllegalStateException("Jackson meets " + type.getName()
                    + ", which no executable would know: annotate it, or the record around it, with"
                    + " @RegisterForReflection(registerFullHierarchy = true)");
        }
    }
}
