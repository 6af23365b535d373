package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import java.util.regex.Pattern;

/**
 * What an instance type's name says: any name of the form {@code ecs.<family>.<size>} is taken.
 *
 * @param family such as {@code ecs.g7}
 * @param memory in MiB
 */
record InstanceType(String family, int cores, int memory) {

    private static final Pattern NAME = Pattern.compile("(ecs\\.([a-z])[a-z0-9-]*)\\.(?:(\\d{1,2})x?large|[a-z]+)");

    static InstanceType of(String name) {
        var matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new ApiError(
                    400,
                    "InvalidInstanceType.ValueNotSupported",
                    "The specified InstanceType does not exist or beyond the permitted range.");
        }
        var cores = matcher.group(3) != null
                ? 4 * Integer.parseInt(matcher.group(3))
                : name.endsWith(".xlarge") ? 4 : name.endsWith(".small") ? 1 : 2;
        var perCore = switch (matcher.group(2)) {
            case "r" -> 8;
            case "c" -> 2;
            default -> 4;
        };
        return new InstanceType(matcher.group(1), cores, cores * perCore * 1024);
    }
}
