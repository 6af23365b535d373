package io.ecslifeguard.decode;

import java.util.Locale;
import java.util.Optional;

/** Which product reports an event. */
final class Products {

    static final String ECS = "ECS";

    private Products() {}

    /** The product as told, else as in the resource's ARN, else as the event's name suggests. */
    static String of(Optional<String> told, Optional<String> resource, String name) {
        return told.or(() -> resource.flatMap(Products::inArn))
                .map(product -> product.toUpperCase(Locale.ROOT))
                .orElseGet(() -> isOfEcs(name) ? ECS : "UNKNOWN");
    }

    private static Optional<String> inArn(String arn) {
        var parts = arn.split(":", 3);
        return parts.length == 3 && parts[0].equals("acs") && !parts[1].isBlank()
                ? Optional.of(parts[1])
                : Optional.empty();
    }

    private static boolean isOfEcs(String name) {
        return name.startsWith("Instance:") || name.startsWith("Disk:") || name.startsWith("Snapshot:");
    }
}
