package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecslifeguard.event.InstanceId;
import java.util.List;
import java.util.Optional;

/**
 * A server behind a load balancer. One server may be in a group several times, with different ports.
 *
 * @param serverId an instance's id or, of the types that are not {@code ecs}, a network interface's or container's
 * @param port where it is asked; empty in a default group, where the listener decides
 * @param weight 0 to 100; 0 gets no new connections
 * @param type {@code ecs}, {@code eni} or {@code eci}
 * @param description what somebody wrote about it
 * @param serverIp the address, of the types that are not {@code ecs}
 */
public record Backend(
        String serverId,
        Optional<Integer> port,
        int weight,
        String type,
        Optional<String> description,
        Optional<String> serverIp) {

    public Backend {
        requireNonNull(serverId, "serverId");
        requireNonNull(port, "port");
        requireNonNull(type, "type");
        requireNonNull(description, "description");
        requireNonNull(serverIp, "serverIp");
    }

    /** The instance, where the server is one. */
    public Optional<InstanceId> instance() {
        return "ecs".equalsIgnoreCase(type) ? InstanceId.parse(serverId) : Optional.empty();
    }

    /** The same server with another weight. */
    public Backend withWeight(int weight) {
        return new Backend(serverId, port, weight, type, description, serverIp);
    }

    /** The array that SLB wants: real JSON, with the numbers in quotes as the vendor's own examples have them. */
    static String json(List<Backend> backends) {
        var array = JsonNodeFactory.instance.arrayNode();
        backends.forEach(backend -> array.add(backend.node()));
        return array.toString();
    }

    private ObjectNode node() {
        var node = JsonNodeFactory.instance.objectNode().put("ServerId", serverId);
        port.ifPresent(number -> node.put("Port", String.valueOf(number)));
        node.put("Weight", String.valueOf(weight)).put("Type", type);
        description.ifPresent(text -> node.put("Description", text));
        serverIp.ifPresent(address -> node.put("ServerIp", address));
        return node;
    }
}
