package io.ecslifeguard.notify;

import static java.util.Objects.requireNonNull;

import io.ecslifeguard.journal.Notice;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Somewhere that notices are sent to. Its address and its secret are shown nowhere: it is known by its name and host.
 *
 * @param url the whole address; its query is sent as it is
 * @param refused the kinds of notices that it does not hear of; one that nobody knows yet is heard of
 */
record Destination(
        String name, URI url, NotifyConfig.Form form, Optional<String> secret, Set<String> refused, Duration spacing) {

    Destination {
        requireNonNull(name, "name");
        requireNonNull(url, "url");
        requireNonNull(form, "form");
        requireNonNull(secret, "secret");
        refused = Set.copyOf(refused);
        requireNonNull(spacing, "spacing");
    }

    boolean hearsOf(String kind) {
        return !refused.contains(kind);
    }

    /** {@code text} without anything of the address or the secret, in whatever somebody else made of them. */
    String withoutSecrets(String text) {
        var clean = text;
        for (var hidden : secrets()) {
            clean = clean.replace(hidden, "***");
        }
        return clean;
    }

    private List<String> secrets() {
        var found = new ArrayList<String>();
        found.add(url.toString());
        secret.ifPresent(found::add);
        Optional.ofNullable(url.getRawQuery())
                .ifPresent(query -> Arrays.stream(query.split("&"))
                        .map(pair -> pair.substring(pair.indexOf('=') + 1))
                        .forEach(value -> {
                            found.add(value);
                            found.add(URLDecoder.decode(value, StandardCharsets.UTF_8));
                        }));
        Optional.ofNullable(url.getRawPath()).filter(path -> path.length() > 1).ifPresent(found::add);
        return found.stream().filter(hidden -> hidden.length() > 3).toList();
    }

    @Override
    public String toString() {
        return name + " at " + url.getHost();
    }

    static Destination of(String name, NotifyConfig.Webhook webhook, NotifyConfig config) {
        var url = webhook.url().orElseThrow().strip();
        var refused = Arrays.stream(Notice.Kind.values())
                .filter(kind ->
                        webhook.kinds().filter(kinds -> !kinds.contains(kind)).isPresent()
                                || kind == Notice.Kind.RESTARTED && !config.restarts()
                                || kind == Notice.Kind.REPLACED && !config.replacements())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Destination(
                name,
                withPath(URI.create(url)),
                webhook.kind(),
                webhook.secret(),
                Set.copyOf(refused),
                // Rounded up, so that not one more fits into a minute.
                Duration.ofMillis((60_000 + webhook.perMinute() - 1) / webhook.perMinute()));
    }

    /** Without a path, the REST client would begin the request's line with the question mark. */
    private static URI withPath(URI url) {
        if (!url.getRawPath().isEmpty()) {
            return url;
        }
        var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + "/" + query);
    }
}
