package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

import io.ecslifeguard.event.InstanceId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An instance as the cloud showed it. */
public record ShownInstance(
        InstanceId id,
        String state,
        Optional<Instant> createdAt,
        Optional<String> account,
        String region,
        Optional<String> zone,
        Optional<String> name,
        Optional<String> type,
        Optional<String> image,
        Optional<String> chargeType,
        Optional<String> spotStrategy,
        Optional<String> vpc,
        Optional<String> vSwitch,
        List<String> privateAddresses,
        List<String> publicAddresses,
        Map<String, String> tags,
        List<String> locks) {

    public ShownInstance {
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        requireNonNull(region, "region");
        privateAddresses = List.copyOf(privateAddresses);
        publicAddresses = List.copyOf(publicAddresses);
        tags = Map.copyOf(tags);
        locks = List.copyOf(locks);
    }

    JsonObject json() {
        var labels = new JsonObject();
        tags.forEach((key, value) -> labels.put(storable(key), storable(value)));
        return new JsonObject()
                .put("id", id.value())
                .put("state", storable(state))
                .put("created_at", createdAt.map(Instant::toString).orElse(null))
                .put("account", text(account))
                .put("region", storable(region))
                .put("zone", text(zone))
                .put("name", text(name))
                .put("type", text(type))
                .put("image", text(image))
                .put("charge_type", text(chargeType))
                .put("spot_strategy", text(spotStrategy))
                .put("vpc", text(vpc))
                .put("vswitch", text(vSwitch))
                .put("private_ips", texts(privateAddresses))
                .put("public_ips", texts(publicAddresses))
                .put("tags", labels)
                .put("locks", texts(locks));
    }

    private static String text(Optional<String> text) {
        return text.map(ShownInstance::storable).orElse(null);
    }

    private static JsonArray texts(List<String> texts) {
        return new JsonArray(texts.stream().map(ShownInstance::storable).toList());
    }

    private static String storable(String text) {
        return text.replace('\u0000', '\uFFFD');
    }
}
