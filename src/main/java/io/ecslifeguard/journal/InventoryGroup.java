package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A group of backends as it was read.
 *
 * @param id of the vServer group; of a default group, {@code default:} and the load balancer's id
 * @param loadBalancer where it is known
 * @param vpc the load balancer's, where it is known
 */
public record InventoryGroup(String id, Optional<String> loadBalancer, Optional<String> vpc, List<Member> members) {

    public InventoryGroup {
        requireNonNull(id, "id");
        requireNonNull(loadBalancer, "loadBalancer");
        requireNonNull(vpc, "vpc");
        members = List.copyOf(members);
    }

    /**
     * A backend.
     *
     * @param serverId an instance's id, a network interface's or a container's
     * @param serverIp the address, of those that are no instances
     * @param port empty in a default group
     */
    public record Member(
            String serverId,
            Optional<String> serverIp,
            Optional<Integer> port,
            int weight,
            String type,
            Optional<String> description) {

        JsonObject json() {
            return new JsonObject()
                    .put("server_id", storable(serverId))
                    .put("server_ip", serverIp.map(Member::storable).orElse(null))
                    .put("port", port.orElse(null))
                    .put("weight", weight)
                    .put("type", storable(type))
                    .put("description", description.map(Member::storable).orElse(null));
        }

        private static String storable(String text) {
            return text.replace('\u0000', '\uFFFD');
        }
    }
}
