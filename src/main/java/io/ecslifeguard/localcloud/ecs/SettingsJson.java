package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The options as the control API shows and takes them. */
final class SettingsJson {

    private SettingsJson() {}

    static JsonObject of(FleetOptions options) {
        return new JsonObject()
                .put("pendingSeconds", seconds(options.pending()))
                .put("startingSeconds", seconds(options.starting()))
                .put("stoppingSeconds", seconds(options.stopping()))
                .put("releasingSeconds", seconds(options.releasing()))
                .put("rebootTellsStopped", options.rebootTellsStopped())
                .put("spotNoticeSeconds", seconds(options.spotNotice()))
                .put("spotStopSeconds", seconds(options.spotStop()))
                .put("configuringSeconds", seconds(options.configuring()))
                .put("groupsByServer", options.groupsByServer())
                .put("envelope", word(options.envelope()))
                .put("topic", word(options.topic()))
                .put("encoding", word(options.encoding()))
                .put("maxInstances", options.maxInstances());
    }

    static FleetOptions changed(FleetOptions now, JsonObject body) {
        var known = of(now).fieldNames();
        for (var name : body.fieldNames()) {
            if (!known.contains(name)) {
                throw bad("There is no setting " + name + "; there are " + String.join(", ", known));
            }
        }
        try {
            return new FleetOptions(
                    duration(body, "pendingSeconds", now.pending()),
                    duration(body, "startingSeconds", now.starting()),
                    duration(body, "stoppingSeconds", now.stopping()),
                    duration(body, "releasingSeconds", now.releasing()),
                    body.getBoolean("rebootTellsStopped", now.rebootTellsStopped()),
                    duration(body, "spotNoticeSeconds", now.spotNotice()),
                    duration(body, "spotStopSeconds", now.spotStop()),
                    duration(body, "configuringSeconds", now.configuring()),
                    body.getBoolean("groupsByServer", now.groupsByServer()),
                    word(body, "envelope", Envelope.class, now.envelope()),
                    word(body, "topic", Topic.class, now.topic()),
                    word(body, "encoding", Encoding.class, now.encoding()),
                    body.getInteger("maxInstances", now.maxInstances()));
        } catch (IllegalArgumentException | ClassCastException e) {
            throw bad(e.getMessage());
        }
    }

    /** The constant of this word, {@code event-center} for EVENT_CENTER. */
    static <E extends Enum<E>> E word(JsonObject body, String name, Class<E> type, E otherwise) {
        var word = body.getString(name);
        if (word == null) {
            return otherwise;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equalsIgnoreCase(word.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> bad(name + " must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(SettingsJson::word)
                                .collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Duration duration(JsonObject body, String name, Duration otherwise) {
        return body.getValue(name) == null ? otherwise : Duration.ofMillis(Math.round(body.getDouble(name) * 1000));
    }

    private static ApiError bad(String message) {
        return new ApiError(400, "BadRequest", message);
    }
}
