package io.ecslifeguard.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.event.EcsEvent;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Message bodies that nobody sends by intention, in families; the same for the same seed, which the system property
 * {@code hostile.seed} sets.
 */
final class HostileBodies {

    /** What must become of a body. */
    enum Fate {
        EVENT,
        QUARANTINE,
        EITHER
    }

    /** One body, as it is put on the queue. */
    record Body(String family, String text, Fate fate) {}

    private final long seed = Long.getLong("hostile.seed", 20261125L);
    private final Random random = new Random(seed);
    private final List<Body> bodies = new ArrayList<>();
    private final List<String> events;
    private final String file;
    private final String address;
    private int number;

    /**
     * Makes the bodies.
     *
     * @param file a file that an external entity may name
     * @param address where an external entity may connect to
     */
    HostileBodies(Path file, String address) {
        this.file = file.toUri().toString();
        this.address = address;
        events = fixtures();
    }

    long seed() {
        return seed;
    }

    /** All of them, mixed. */
    List<Body> all() {
        truncated();
        retyped();
        wrongBase64();
        otherCharsets();
        externalEntities();
        new HostileTexts(this).add();
        Collections.shuffle(bodies, random);
        return bodies;
    }

    void add(String family, Fate fate, String... texts) {
        for (var text : texts) {
            bodies.add(new Body(family, text, fate));
        }
    }

    /** An id that no other body has. */
    String id() {
        return "hostile-" + seed + "-" + ++number;
    }

    /** A fixture that is an event, under an id of its own. */
    String event() {
        return events.get(random.nextInt(events.size())).replace("@id@", id());
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String base64(String text) {
        return base64(text.getBytes(UTF_8));
    }

    private void truncated() {
        for (var count = 0; count < 40; count++) {
            var event = event();
            var cut = event.substring(0, 1 + random.nextInt(event.lastIndexOf('}') - 1));
            add("truncated", Fate.QUARANTINE, count % 4 == 0 ? base64(cut) : cut);
        }
    }

    private void retyped() {
        var values = List.of(
                "null",
                "true",
                "-7",
                "1e99999",
                "9223372036854775808",
                "[]",
                "{}",
                "[[{}]]",
                "\"\"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"{\"",
                "9".repeat(90));
        for (var count = 0; count < 60; count++) {
            var tree = new JsonObject(event());
            var inner = tree.getValue("content") instanceof JsonObject content && random.nextBoolean() ? content : tree;
            var fields = inner.fieldNames().stream()
                    .filter(name -> !name.equals("id"))
                    .sorted()
                    .toList();
            var field = fields.get(random.nextInt(fields.size()));
            // with its number beside it, since two of them may else be alike
            inner.put(field, "@value@").put("extra" + count, count);
            var value = values.get(random.nextInt(values.size()));
            add("retyped", Fate.EITHER, tree.encode().replace("\"@value@\"", value));
        }
    }

    private void wrongBase64() {
        for (var count = 0; count < 8; count++) {
            var coded = base64(event() + " ".repeat(count % 3));
            var at = random.nextInt(coded.length() / 2);
            add(
                    "wrong base64",
                    Fate.QUARANTINE,
                    coded.substring(0, at) + "!" + coded.substring(at + 1),
                    coded.substring(0, coded.length() / 2),
                    coded.substring(0, at) + "-+_/" + coded.substring(at + 4),
                    coded.substring(0, at) + "=" + coded.substring(at));
        }
        var layers = event();
        for (var layer = 0; layer < 5; layer++) {
            layers = base64(layers);
        }
        add("wrong base64", Fate.QUARANTINE, layers, "data:application/json;base64," + base64(event()), "====");
    }

    private void otherCharsets() {
        for (var name : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "IBM037")) {
            add("other charsets", Fate.QUARANTINE, base64(event().getBytes(Charset.forName(name))));
        }
        add(
                "other charsets",
                Fate.QUARANTINE,
                base64(join(new byte[] {(byte) 0xFF, (byte) 0xFE}, event().getBytes(StandardCharsets.UTF_16LE))),
                base64(join(new byte[] {(byte) 0xFE, (byte) 0xFF}, event().getBytes(UTF_8))),
                base64(join(new byte[] {0x2B, 0x2F, 0x76}, event().getBytes(UTF_8))));
        add(
                "byte order marks",
                Fate.EVENT,
                "\uFEFF" + event(),
                "\uFEFF\uFEFF " + event(),
                base64("\uFEFF" + event()),
                "\uFEFF" + base64(event()),
                "<Notification><Message>\uFEFF" + escaped(event()) + "</Message></Notification>");
    }

    private void externalEntities() {
        for (var target : List.of(file, address + "/entity")) {
            var documents = List.of(
                    "<!DOCTYPE Notification [<!ENTITY x SYSTEM \"%s\">]><Notification><Message>&x;</Message></Notification>",
                    "<?xml version=\"1.0\"?><!DOCTYPE n [<!ENTITY x PUBLIC \"-//X\" \"%s\">]><Notification><Message>&x;</Message></Notification>",
                    "<!DOCTYPE Notification SYSTEM \"%s\"><Notification><Message>{}</Message></Notification>",
                    "<!DOCTYPE n [<!ENTITY %% p SYSTEM \"%s\">%%p;]><Notification><Message>{}</Message></Notification>",
                    "<!--<Notification>--><!DOCTYPE n SYSTEM \"%s\"><Notification><Message>{}</Message></Notification>",
                    "<Message xmlns=\"http://mns.aliyuncs.com/doc/v1/\"><MessageBody><!ENTITY x SYSTEM \"%s\">&x;</MessageBody></Message>",
                    "<Notification><!DOCTYPE n [<!ENTITY x SYSTEM \"%s\">]><Message>&x;</Message></Notification>");
            for (var document : documents) {
                var text = document.formatted(target);
                add("external entities", Fate.QUARANTINE, text, base64(text));
            }
            add(
                    "references in XML",
                    Fate.EVENT,
                    notification("<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"%s\" parse=\"text\"/>"
                            .formatted(target)),
                    "<?xml-stylesheet href=\"%s\"?>".formatted(target) + notification(""),
                    notification("<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                            + " xsi:schemaLocation=\"a %s\"/>".formatted(target)));
        }
    }

    private String notification(String before) {
        return "<Notification>" + before + "<Message>" + escaped(event()) + "</Message></Notification>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static byte[] join(byte[] first, byte[] second) {
        var all = new byte[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** The fixtures that are events as they stand, with a mark for their id. */
    private static List<String> fixtures() {
        try (var files = Files.list(Path.of("src/test/resources/events"))) {
            var texts = new ArrayList<String>();
            for (var path : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                var text = Files.readString(path).strip();
                if (text.startsWith("{")
                        && new Decoder().decode(text, "M-1") instanceof EcsEvent event
                        && event.header().id().isPresent()
                        && event.header().payload().equals(text)) {
                    var quoted = "\"" + event.header().id().get() + "\"";
                    if (text.contains(quoted)) {
                        texts.add(text.replace(quoted, "\"@id@\""));
                    }
                }
            }
            return texts;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
