package io.ecslifeguard.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.Decoded;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Header;
import io.ecslifeguard.event.InstanceStateChanged;
import io.ecslifeguard.event.InstanceStateChanged.Facts;
import io.ecslifeguard.event.Level;
import io.ecslifeguard.event.SystemEvent;
import io.ecslifeguard.event.Unrecognized;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

    private static final String MESSAGE_ID = "5F290C926D472878-2-14D9529A8FA-200000001";

    private final Decoder decoder = new Decoder();

    @Test
    void keepsTheTextOfTheEventAsItCame() {
        // Given
        var text =
                "{ \"name\" : \"Instance:StateChange\",\n\t\"content\":{\"resourceId\":\"i-1\",\"state\":\"\\u0052unning\","
                        + "\"\\u00e9\":1.0e0} }";

        // When
        var decoded = decoder.decode("\uFEFF \r\n" + text + "\n", MESSAGE_ID);

        // Then
        assertThat(header(decoded).payload()).isEqualTo(text);
        assertThat(((EcsEvent) decoded).detail()).contains("Running");
    }

    @Test
    void givesOneEventOneKeyThroughRuleAndSubscription() {
        // Given
        var id = "\"id\":\"2256A988-0B26-4E2B-820A-8A00000000E5\"";
        var rule = "{\"name\":\"Instance:StateChange\"," + id
                + ",\"product\":\"ECS\",\"content\":{\"resourceId\":\"i-1\",\"state\":\"stopped\"}}";
        var subscription = "{\"subscription\":{},\"alert\":{\"product\":\"ECS\",\"meta\":{\"sysEventMeta\":"
                + "{\"name\":\"Instance:StateChange\"," + id.replace("A9", "a9").replace("E5", "e5")
                + "}},\"eventContentMap\":{\"resourceId\":\"i-1\",\"state\":\"Stopped\"}}}";

        // When
        var keys = new String[] {key(rule), key(subscription)};

        // Then
        assertThat(keys).containsOnly("2256a988-0b26-4e2b-820a-8a00000000e5|Instance:StateChange|Stopped");
    }

    @Test
    void tellsCloudEventsApartBySourceAndIdAsTheyAreWritten() {
        // Given
        var event = "{\"specversion\":\"1.0\",\"type\":\"a:b\",\"source\":\"%s\",\"id\":\"%s\"}";

        // When
        var keys = new String[] {
            key(event.formatted("s", "x")),
            key(event.formatted("s", "X")),
            key(event.formatted("s|x", "y")),
            key(event.formatted("s", "x|y"))
        };

        // Then
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void keysWhatHasNoIdByItsMessage() {
        // Given
        var event = "{\"name\":\"a\",\"content\":{}}";

        // When
        var withMessageId = key(event);
        var without = header(decoder.decode(event, null)).key();

        // Then
        assertThat(withMessageId).isEqualTo("message:" + MESSAGE_ID);
        assertThat(without).startsWith("payload:").hasSize("payload:".length() + 64);
    }

    @Test
    void shortensLongKeysWithoutMakingThemEqual() {
        // Given
        var event = "{\"name\":\"a\",\"id\":\"" + "x".repeat(300) + "%s\",\"content\":{}}";

        // When
        var first = key(event.formatted("1"));
        var second = key(event.formatted("2"));

        // Then
        assertThat(first).hasSize(200).isNotEqualTo(second);
    }

    @Test
    void boundsEveryFieldOfTheHeader() {
        // Given
        var smile = "\uD83D\uDE00";
        var much = smile.repeat(1_000);
        var event = ("{\"name\":\"%s\",\"id\":\"%1$s\",\"product\":\"%1$s\",\"userId\":\"%1$s\",\"regionId\":\"%1$s\","
                        + "\"level\":\"%1$s\",\"instanceName\":\"a%1$s\",\"eventTime\":\"%1$s\","
                        + "\"content\":{\"status\":\"a%1$s\",\"instanceId\":\"%1$s\"}}")
                .formatted(much);

        // When
        var decoded = (EcsEvent) decoder.decode(event, MESSAGE_ID);

        // Then
        assertThat(decoded.detail()).contains("a" + smile.repeat(31));
        assertThat(decoded.header())
                .returns(Optional.of(smile.repeat(128)), Header::id)
                .returns(smile.repeat(128), Header::name)
                .returns(smile.repeat(32), Header::product)
                .returns(Level.UNKNOWN, Header::level)
                .returns(Optional.empty(), Header::account)
                .returns(Optional.empty(), Header::region)
                .returns(Optional.empty(), Header::instance)
                .returns(Optional.of("a" + smile.repeat(127)), Header::instanceName)
                .returns(Optional.empty(), Header::occurredAt)
                .returns(Optional.of(smile.repeat(32)), Header::occurredAtText);
    }

    @Test
    void replacesWhatTheDatabaseRefusesEverywhereButInThePayload() {
        // Given
        var event =
                "{\"name\":\"a\\u0000\",\"instanceName\":\"b\\ud800c\",\"content\":{\"status\":\"\\udc00\\ud83d\\ude00\"}}";

        // When
        var decoded = (EcsEvent) decoder.decode(event, MESSAGE_ID);

        // Then
        assertThat(decoded.header().name()).isEqualTo("a\uFFFD");
        assertThat(decoded.header().instanceName()).contains("b\uFFFDc");
        assertThat(decoded.detail()).contains("\uFFFD\uD83D\uDE00");
        assertThat(decoded.header().payload()).isEqualTo(event);
    }

    @Test
    void keepsWhatAStateChangeTellsBesides() {
        // Given
        var body = Fixtures.body("state-with-facts.json");

        // When
        var decoded = (InstanceStateChanged) decoder.decode(body, MESSAGE_ID);

        // Then
        assertThat(decoded.facts())
                .isEqualTo(
                        new Facts(Optional.of("ecs.g7.large"), Optional.of("10.0.0.10"), Optional.of("203.0.113.10")));
        assertThat(decoded.header().instanceName()).contains("test-web");
    }

    @Test
    void readsTheTimesOfASystemEvent() {
        // Given
        var body = Fixtures.body("system-avoided-named-scheduled.json");

        // When
        var decoded = (SystemEvent) decoder.decode(body, MESSAGE_ID);

        // Then
        assertThat(decoded)
                .returns("SystemMaintenance.Reboot", SystemEvent::code)
                .returns("Avoided", SystemEvent::status)
                .returns(Optional.of("e-bp11trd********pqum2"), SystemEvent::eventId)
                .returns(Optional.of(Instant.parse("2019-04-12T01:01:01Z")), SystemEvent::notBefore)
                .returns(Optional.of(Instant.parse("2019-04-12T01:01:02Z")), SystemEvent::executeStart)
                .returns(Optional.of(Instant.parse("2019-04-12T01:06:02Z")), SystemEvent::executeFinish);
    }

    @ParameterizedTest
    @CsvSource({
        "Instance:InstanceFailure.Reboot, Executing Executed",
        "Instance:Security.TpmAlert, Executing Executed",
        "Instance:SystemFailure.Delete, Executing Executed Avoided",
        "Instance:SystemFailure.Reboot, Executing Executed Failed",
        "Instance:SystemFailure.Redeploy, Scheduled Executing Executed Avoided Canceled",
        "Instance:SystemFailure.Stop, Executing Executed",
        "Instance:SystemMaintenance.Reboot, Inquiring Scheduled Executing Executed Avoided Canceled Failed",
        "Instance:SystemMaintenance.Redeploy, Inquiring Scheduled Executing Executed Avoided Canceled",
        "Instance:SystemMaintenance.Stop, Scheduled Executing Executed Avoided Canceled Failed",
        "Instance:SystemMaintenance.IsolateErrorDisk, Inquiring Executing Executed Avoided Canceled Failed",
        "Instance:SystemMaintenance.ReInitErrorDisk, Inquiring Executing Executed Avoided Canceled Failed",
        "Instance:SystemMaintenance.RebootAndIsolateErrorDisk, Inquiring Executing Executed Avoided Canceled",
        "Instance:SystemMaintenance.RebootAndReInitErrorDisk, Inquiring Executing Executed Avoided Canceled",
        "Instance:SystemMaintenance.PerformanceImpact, Executing Executed",
        "Disk:ErrorDetected, Executing Executed",
        "Disk:Stalled, Executing Executed",
    })
    void readsEveryStatusOfTheCatalogueFromTheName(String name, String statuses) {
        for (var status : statuses.split(" ")) {
            // When
            var decoded = decoder.decode(
                    "{\"product\":\"ECS\",\"name\":\"%s:%s\",\"content\":{\"ecsInstanceId\":\"i-1\"}}"
                            .formatted(name, status),
                    MESSAGE_ID);

            // Then
            assertThat(decoded).isInstanceOfSatisfying(SystemEvent.class, event -> {
                assertThat(event.status()).isEqualTo(status);
                assertThat(event.header().instance()).hasToString("Optional[i-1]");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"product\":\"ECS\",\"name\":\"x\",\"content\":7}                   | \"content\" should be an object and is of type number",
                "{\"product\":{},\"name\":\"x\",\"content\":{}}                       | \"product\" should be a text and is of type object",
                "{\"name\":\"x\",\"userId\":true,\"content\":{}}                      | \"userId\" should be a text and is of type boolean",
                "{\"name\":\"x\",\"regionId\":1,\"content\":{}}                       | \"regionId\" should be a text and is of type number",
                "{\"name\":\"Instance:StateChange\",\"content\":{\"resourceId\":[]}}  | \"content.resourceId\" should be a text and is of type array",
                "{\"name\":\"Instance:StateChange\",\"content\":{\"resourceId\":\"i 1\"}} | Instance:StateChange names no instance",
                "{\"name\":\"Instance:StateChange\",\"content\":\"{\"}                | \"content\" should be an object and is a text that is none",
                "{\"name\":\"x\",\"content\":{\"a\":NaN}}                             | in field /content/a",
                "{\"name\":\"x\",\"content\":{}} x                                    | Unrecognized token 'x'",
                "{\"alert\":[],\"subscription\":{}}                                   | \"alert\" should be an object and is of type array",
                "{\"specversion\":\"1.0\",\"type\":\"ecs:a\",\"data\":\"b\"}          | \"data\" should be an object and is a text that is none",
            })
    void saysWhichFieldIsWrong(String body, String reason) {
        assertThat(decoder.decode(body, MESSAGE_ID))
                .isInstanceOfSatisfying(
                        Unrecognized.class,
                        decoded -> assertThat(decoded.reason()).contains(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"content\":", "{\"name\":\"x\",\"content\":["})
    void doesNotFollowNestingWithoutEnd(String opening) {
        assertThat(decoder.decode(opening.repeat(65_536 / opening.length()), MESSAGE_ID))
                .isInstanceOfSatisfying(
                        Unrecognized.class,
                        decoded -> assertThat(decoded.reason()).contains("nesting depth"));
    }

    @Test
    void refusesNumbersOfManyDigits() {
        assertThat(decoder.decode("{\"name\":\"x\",\"content\":{\"a\":" + "9".repeat(60_000) + "}}", MESSAGE_ID))
                .isInstanceOfSatisfying(
                        Unrecognized.class,
                        decoded -> assertThat(decoded.reason()).contains("in field /content/a"));
    }

    @Test
    void takesNoBodyAtAll() {
        assertThat(decoder.decode(null, null)).isEqualTo(new Unrecognized("The message body is empty"));
    }

    private String key(String body) {
        return header(decoder.decode(body, MESSAGE_ID)).key();
    }

    private static Header header(Decoded decoded) {
        return ((EcsEvent) decoded).header();
    }
}
