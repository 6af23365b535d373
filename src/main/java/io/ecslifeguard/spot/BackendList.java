package io.ecslifeguard.spot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ecslifeguard.cloud.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Backends as the journal keeps them with an edit, and what makes one the same as another. */
final class BackendList {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BackendList() {}

    static String write(List<Backend> backends) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var backend : backends) {
            var node = array.addObject()
                    .put("server", backend.serverId())
                    .put("weight", backend.weight())
                    .put("type", backend.type());
            backend.port().ifPresent(port -> node.put("port", port));
            backend.description().ifPresent(text -> node.put("description", text));
            backend.serverIp().ifPresent(address -> node.put("ip", address));
        }
        return array.toString();
    }

    static List<Backend> read(String json) {
        var backends = new ArrayList<Backend>();
        try {
            for (var node : JSON.readTree(json)) {
                backends.add(new Backend(
                        node.path("server").asText(),
                        value(node, "port").map(JsonNode::asInt),
                        node.path("weight").asInt(),
                        node.path("type").asText(),
                        value(node, "description").map(JsonNode::asText),
                        value(node, "ip").map(JsonNode::asText)));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No list of backends: " + json, e);
        }
        return backends;
    }

    /** Those of {@code backends} that are among {@code others}, whatever their weights. */
    static List<Backend> in(List<Backend> others, List<Backend> backends) {
        return backends.stream().filter(one -> has(others, one)).toList();
    }

    /** Those of {@code backends} that are not among {@code others}. */
    static List<Backend> notIn(List<Backend> others, List<Backend> backends) {
        return backends.stream().filter(one -> !has(others, one)).toList();
    }

    private static boolean has(List<Backend> all, Backend wanted) {
        return all.stream().anyMatch(one -> isSame(one, wanted));
    }

    private static boolean isSame(Backend one, Backend other) {
        return one.serverId().equals(other.serverId())
                && one.port().equals(other.port())
                // an instance is known by its id: the cloud may tell its address or not
                && (one.instance().isPresent() || one.serverIp().equals(other.serverIp()));
    }

    private static Optional<JsonNode> value(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }
}
