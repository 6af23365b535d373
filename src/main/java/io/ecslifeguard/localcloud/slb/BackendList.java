package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the JSON array that the BackendServers parameters are: numbers quoted or not, and, since Alibaba's own samples
 * send it and the real service takes it, with single quotes too.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/35218.htm">AddVServerGroupBackendServers</a>
 */
final class BackendList {

    /** How many one call takes. */
    static final int MOST = 20;

    private static final Set<String> TYPES = Set.of("ecs", "eni", "eci");

    private BackendList() {}

    /** Those of a vServer group, each with its port. */
    static List<Backend> withPorts(Parameters call, String name) {
        return read(call, name, true);
    }

    /** Those of a default group, which have no ports. */
    static List<Backend> withoutPorts(Parameters call, String name) {
        return read(call, name, false);
    }

    private static List<Backend> read(Parameters call, String name, boolean ports) {
        var list = Parameters.jsonArray(call.required(name)).orElseThrow(BackendList::malformed);
        if (list.size() > MOST) {
            throw new ApiError(
                    400, "TooManyBackendServers", "The number of backend servers exceeds the limit of 20 per call.");
        }
        var backends = new ArrayList<Backend>();
        for (var element : list) {
            backends.add(one(element, ports));
        }
        return backends;
    }

    private static Backend one(Object element, boolean ports) {
        // A default group's servers are also taken as plain ids
        if (element instanceof String id && !ports && !id.isBlank()) {
            return new Backend(id, null, 0, 100, "ecs", null);
        }
        if (!(element instanceof Map<?, ?> members) || text(members, "ServerId") == null) {
            throw malformed();
        }
        var type = text(members, "Type") == null ? "ecs" : text(members, "Type");
        if (!TYPES.contains(type)) {
            throw malformed();
        }
        var port = ports ? number(text(members, "Port")) : 0;
        if (ports && (port < 1 || port > 65_535)) {
            throw new ApiError(400, "InvalidParameter", "The specified Port must be a number from 1 to 65535.");
        }
        var weight = text(members, "Weight") == null ? 100 : number(text(members, "Weight"));
        if (weight < 0 || weight > 100) {
            throw new ApiError(400, "InvalidWeight.Malformed", "The specified Weight must be a number from 0 to 100.");
        }
        var description = text(members, "Description");
        if (description != null && !description.matches("[\\p{L}\\p{N}\\-/._]{1,80}")) {
            throw malformed();
        }
        return new Backend(text(members, "ServerId"), text(members, "ServerIp"), port, weight, type, description);
    }

    private static String text(Map<?, ?> members, String name) {
        var value = members.get(name);
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }

    private static int number(String text) {
        return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    }

    private static ApiError malformed() {
        return new ApiError(400, "BackendServersMalformed", "The specified BackendServers is malformed.");
    }
}
