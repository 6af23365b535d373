package io.ecslifeguard.localcloud.slb;

import io.vertx.core.json.JsonObject;

/**
 * A backend server.
 *
 * @param serverIp the address of an {@code eni}, or null
 * @param port 0 in a default group, which has none
 * @param weight 0 to 100; 0 gets no new requests
 * @param type ecs, eni or eci
 * @param description or null
 */
record Backend(String serverId, String serverIp, int port, int weight, String type, String description) {

    /** What makes it one and the same within its group. */
    record Key(String serverId, String serverIp, int port) {}

    Key key() {
        return new Key(serverId, serverIp, port);
    }

    Backend weighing(int changed, String described) {
        return new Backend(serverId, serverIp, port, changed, type, described == null ? description : described);
    }

    JsonObject json() {
        var json = new JsonObject().put("ServerId", serverId);
        if (port > 0) {
            json.put("Port", port);
        }
        json.put("Weight", weight).put("Type", type);
        if (serverIp != null) {
            json.put("ServerIp", serverIp);
        }
        return description == null ? json : json.put("Description", description);
    }
}
