package io.ecslifeguard.notify;

import io.ecslifeguard.journal.Notice;
import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import io.ecslifeguard.settings.Urls;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Whether the destinations make sense. No sentence repeats a URL or a secret: a URL may hold a token. */
@ApplicationScoped
class NotifySettings implements Settings {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);
    private static final String URL_EXAMPLE = "https://hooks.example/lifeguard";

    private final NotifyConfig config;

    NotifySettings(NotifyConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.notify");
        config.webhooks().forEach((name, webhook) -> check(name, webhook, problems));
        problems.notNegative("instance-interval", config.instanceInterval(), "5m");
        problems.positive("patience", config.patience(), "24h");
        problems.positive("first-wait", config.firstWait(), "2s");
        problems.positive("longest-wait", config.longestWait(), "10m");
        problems.positive("timeout", config.timeout(), "10s");
        problems.unless(
                config.timeout().compareTo(LONGEST_TIMEOUT) <= 0,
                "timeout",
                "it is " + config.timeout() + ", and must be 30 s at most",
                "10s");
        config.apiUrl()
                .ifPresent(url -> problems.unless(
                        Urls.isHttp(url) && URI.create(url.strip()).getQuery() == null,
                        "api-url",
                        "it is not a URL of http or https without a query",
                        "https://lifeguard.example"));
        problems.range("quarantine.count", config.quarantine().count(), 0, 1_000_000, "10");
        problems.positive("quarantine.window", config.quarantine().window(), "10m");
        return problems.all();
    }

    private void check(String name, NotifyConfig.Webhook webhook, Problems problems) {
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    "webhooks",
                    "'" + name.codePoints().mapToObj(NotifySettings::shown).reduce("", String::concat)
                            + "' is no name for a destination (letters, digits and dashes, at most 63)",
                    "lifeguard.notify.webhooks.ops.url=" + URL_EXAMPLE);
            return;
        }
        var prefix = "webhooks." + name + ".";
        if (webhook.url().map(String::strip).filter(url -> !url.isEmpty()).isEmpty()) {
            problems.add(prefix + "url", "it is not said where the webhook is", URL_EXAMPLE);
        } else if (!Urls.isHttp(webhook.url().get())) {
            problems.add(prefix + "url", "it is not a URL of http or https", URL_EXAMPLE);
        }
        problems.unless(
                webhook.secret().filter(String::isBlank).isEmpty(),
                prefix + "secret",
                "it is blank: leave it out where messages are not signed",
                "the robot's signing secret");
        problems.range(prefix + "per-minute", webhook.perMinute(), 1, 6000, "20");
        var kinds = webhook.kinds().orElse(List.of());
        problems.unless(
                config.restarts() || !kinds.contains(Notice.Kind.RESTARTED),
                prefix + "kinds",
                "it names restarted, which is told only with lifeguard.notify.restarts=true",
                "given-up,circuit-opened");
        problems.unless(
                config.replacements() || !kinds.contains(Notice.Kind.REPLACED),
                prefix + "kinds",
                "it names replaced, which is told only with lifeguard.notify.replacements=true",
                "given-up,circuit-opened");
    }

    private static String shown(int character) {
        return Character.isISOControl(character) ? "?" : Character.toString(character);
    }
}
