package io.ecslifeguard.notify;

import io.ecslifeguard.journal.Notice;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where operators are told what they should hear of. */
@ConfigMapping(prefix = "lifeguard.notify")
public interface NotifyConfig {

    /** Whether anything is told. Switched off, notices are recorded and can be read, and are never told later. */
    @WithDefault("true")
    boolean enabled();

    /** The destinations, each by a name that logs and answers show; none tells nothing. */
    Map<String, Webhook> webhooks();

    /** Whether it is told that an instance was restarted. On, expect one notice for each restart. */
    @WithDefault("false")
    boolean restarts();

    /** Whether it is told that a replacement is in service. On, expect one notice for each interruption. */
    @WithDefault("false")
    boolean replacements();

    /**
     * How long after a notice on an instance the next ones on it are gathered, to be told together. Longer is quieter;
     * shorter tells sooner how it went on. 0 tells each at once.
     */
    @WithDefault("5m")
    Duration instanceInterval();

    /**
     * How long a message that does not arrive is tried again before it is given up. Longer gets over longer outages of a
     * webhook, and then tells old news.
     */
    @WithDefault("24h")
    Duration patience();

    /** How long a webhook has to answer. Higher waits longer for one that hangs; at most 30 s. */
    @WithDefault("10s")
    Duration timeout();

    /** The wait after a first failure; it doubles from there. Shorter asks a webhook that is down more often. */
    @WithDefault("2s")
    Duration firstWait();

    /** The longest wait between two tries. Longer is kinder to a webhook that is down, and later once it is up. */
    @WithDefault("10m")
    Duration longestWait();

    /** Where this service's API is reached from outside, such as {@code https://lifeguard.example}; makes links. */
    Optional<String> apiUrl();

    /** When operators are told that messages are not understood. */
    Quarantine quarantine();

    /** One destination. */
    interface Webhook {

        /** Its whole address, which may hold a token and so is never shown: only the host is. */
        Optional<String> url();

        /** What it understands. */
        @WithDefault("json")
        Form kind();

        /** What messages are signed with: DingTalk's signing secret, or the key of the signature header. Never shown. */
        Optional<String> secret();

        /** Which notices it hears of; not set, all of them. */
        Optional<List<Notice.Kind>> kinds();

        /** How many messages it gets in a minute at most; more notices then go into one. DingTalk takes 20. */
        @WithDefault("20")
        int perMinute();
    }

    /** What a webhook understands. */
    enum Form {
        /** The body that the README describes. */
        JSON,
        /** A DingTalk robot's messages. */
        DINGTALK
    }

    /** How many messages that are not understood are too many. */
    interface Quarantine {

        /** More than this many within the window are told of. Lower is heard of sooner, and for less. */
        @WithDefault("10")
        int count();

        /** The time that they are counted in; it is told once in it. */
        @WithDefault("10m")
        Duration window();
    }
}
