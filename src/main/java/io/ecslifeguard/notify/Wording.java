package io.ecslifeguard.notify;

import io.ecslifeguard.journal.Notice;
import io.ecslifeguard.journal.Notification;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** All the words in which operators are told, beside the notice's own: a title and an advice for each kind. */
@ApplicationScoped
class Wording {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Optional<String> api;

    Wording(NotifyConfig config) {
        api = config.apiUrl().map(url -> url.strip().replaceAll("/+$", ""));
    }

    /** What has happened, in a few words. */
    String title(String kind) {
        return known(kind).map(Wording::title).orElse("Something happened: " + kind);
    }

    /** What to do about it; empty where nothing is to be done. */
    Optional<String> advice(String kind) {
        return known(kind).flatMap(Wording::advice);
    }

    private static String title(Notice.Kind kind) {
        return switch (kind) {
            case GIVEN_UP -> "An instance is left down";
            case CIRCUIT_OPENED -> "An instance stops again and again";
            case BRAKE_ON -> "Restarts pause: much of the fleet has stopped";
            case EVACUATION_FAILED -> "A reclaimed instance is still in server groups";
            case REPLACEMENT_FAILED -> "A reclaimed instance could not be replaced";
            case ACCESS_DENIED -> "The service is refused what it needs";
            case QUARANTINE_GROWS -> "Messages are not understood";
            case RESTARTED -> "An instance was restarted";
            case REPLACED -> "A reclaimed instance was replaced";
        };
    }

    private static Optional<String> advice(Notice.Kind kind) {
        return switch (kind) {
            case GIVEN_UP ->
                Optional.of("Look at the instance at the console, and start it yourself when it is sound.");
            case CIRCUIT_OPENED ->
                Optional.of("Find out why it stops (system log, last changes). It is left alone for a while.");
            case BRAKE_ON ->
                Optional.of("If somebody stopped them on purpose, place a hold; else look for the common cause.");
            case EVACUATION_FAILED ->
                Optional.of(
                        "Take the instance out of the server groups that are named, at once: it gets requests and is gone,"
                                + " or soon will be.");
            case REPLACEMENT_FAILED ->
                Optional.of("Check whether the remaining instances carry the load, and add one yourself if not.");
            case ACCESS_DENIED -> Optional.of("Grant the permission or correct the setting that is named.");
            case QUARANTINE_GROWS ->
                Optional.of(
                        "Look at /api/quarantine: it holds each message with the reason, and nothing of it is lost.");
            case RESTARTED, REPLACED -> Optional.empty();
        };
    }

    /** Where more is told of the notice's instance; empty where it is about none, or nobody has set where the API is. */
    Optional<String> link(Notification.Item notice) {
        return api.flatMap(base -> notice.instance().map(instance -> base + "/api/instances/" + instance));
    }

    /** One line for a whole message, as a list of chats shows it. */
    String headline(Notification message) {
        var first = message.items().get(0);
        var others = message.items().size() - 1 + message.more();
        return "ecs-lifeguard: " + title(first.kind())
                + first.instance().map(instance -> " (" + instance + ")").orElse("")
                + (others > 0 ? " and " + others + " more" : "");
    }

    /** That there is a next message, where there is one. */
    Optional<String> more(Notification message) {
        return message.more() == 0
                ? Optional.empty()
                : Optional.of("and " + message.more() + " more, in the messages after this one");
    }

    /** A notice in Markdown, with its text cut to so many bytes. */
    String markdown(Notification.Item notice, int longestText) {
        var text = new StringBuilder("#### ").append(title(notice.kind())).append("\n\n");
        notice.instance()
                .ifPresent(instance -> text.append("**")
                        .append(plain(instance))
                        .append(notice.instanceName()
                                .map(name -> " (" + plain(name) + ")")
                                .orElse(""))
                        .append("**, "));
        text.append(TIME.format(notice.at())).append("\n\n").append(plain(cut(notice.text(), longestText)));
        advice(notice.kind()).ifPresent(advice -> text.append("\n\n").append(advice));
        link(notice)
                .ifPresent(link ->
                        text.append("\n\n[What happened to it](").append(link).append(")"));
        return text.toString();
    }

    /** Without what would be a link, a picture or a tag: the words of others are in it. */
    private static String plain(String text) {
        return text.replace("](", "] (").replace("<", "&lt;");
    }

    private static String cut(String text, int bytes) {
        var kept = 0;
        var index = 0;
        while (index < text.length()) {
            var character = text.codePointAt(index);
            kept += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (kept > bytes) {
                return text.substring(0, index) + "…";
            }
            index += Character.charCount(character);
        }
        return text;
    }

    private static Optional<Notice.Kind> known(String kind) {
        return Arrays.stream(Notice.Kind.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(kind))
                .findFirst();
    }
}
