package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.journal.Notice;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators hear of an evacuation while they can still do something about it. */
class EvacuationNoticesTest {

    Scene scene;

    @BeforeEach
    void start() {
        scene = Scene.buying(TestSpotConfig.DEFAULT);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void tellsAtOnceWhatItMayNotRead() {
        // Given
        var instance = scene.running();
        scene.refuse("slb:DescribeLoadBalancers", "RegionId", "cn-hangzhou");

        // When
        var outcome = scene.attempt(instance);
        var again = scene.attempt(instance);

        // Then
        var notice = theOnly(outcome);
        assertThat(notice.kind()).isEqualTo(Notice.Kind.ACCESS_DENIED);
        assertThat(notice.text()).contains(instance, "Grant slb:DescribeLoadBalancers to the RAM user or role");
        assertThat(notice.key()).isPresent().isEqualTo(theOnly(again).key());
    }

    @Test
    void tellsThatItMayNotBuy() {
        // Given
        var instance = scene.running();
        scene.join(scene.group(), instance, 80);
        scene.refuse("ecs:RunInstances", "RegionId", "cn-hangzhou");
        var silencing = scene.attempt(instance);

        // When
        var outcome = scene.attempt(instance);

        // Then
        assertThat(silencing.notices()).isEmpty();
        assertThat(theOnly(outcome).kind()).isEqualTo(Notice.Kind.ACCESS_DENIED);
        assertThat(theOnly(outcome).text()).contains("Grant ecs:RunInstances");
    }

    @Test
    void tellsOfKeysThatAreWrong() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.fault("slb:SetVServerGroupAttribute", "VServerGroupId", group, 400, "SignatureDoesNotMatch");

        // When
        var unused = scene.attempt(instance);
        var outcome = scene.attempt(instance);

        // Then
        assertThat(theOnly(outcome).kind()).isEqualTo(Notice.Kind.ACCESS_DENIED);
        assertThat(theOnly(outcome).text()).contains(group, "check the AccessKey id and secret");
    }

    @Test
    void tellsOnceThatItIsStillInAGroupWhenTheNoticeIsOver() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.fault("slb:RemoveVServerGroupBackendServers", "VServerGroupId", group, 400, "OperationBusy");
        scene.fault("slb:ModifyVServerGroupBackendServers", "VServerGroupId", group, 400, "OperationBusy");
        var inTime = scene.attempts(instance, 6);
        scene.time.pass(Duration.ofMinutes(6));

        // When
        var overdue = scene.attempt(instance);
        var again = scene.attempt(instance);

        // Then
        assertThat(inTime.notices()).isEmpty();
        assertThat(overdue).isInstanceOf(Outcome.Again.class);
        assertThat(theOnly(overdue).kind()).isEqualTo(Notice.Kind.EVACUATION_FAILED);
        assertThat(theOnly(overdue).text()).contains("still in " + group);
        assertThat(theOnly(overdue).instance().map(Object::toString)).isEqualTo(Optional.of(instance));
        assertThat(theOnly(overdue).key()).isPresent().isEqualTo(theOnly(again).key());
    }

    @Test
    void tellsOnceThatAGroupLacksAMemberWhenTheNoticeIsOver() {
        // Given
        scene.use(TestSpotConfig.DEFAULT.withReplacement(TestReplacement.DEFAULT.withOnDemand(false)));
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.console.act("stock", Map.of());
        var silenced = scene.attempts(instance, 2);
        scene.time.pass(Duration.ofMinutes(4));
        var inTime = scene.attempts(instance, 3);
        scene.time.pass(Duration.ofMinutes(3));

        // When
        var overdue = scene.attempt(instance);
        var again = scene.attempt(instance);

        // Then
        assertThat(inTime.note()).startsWith("Out of " + group);
        assertThat(inTime.notices()).isEmpty();
        assertThat(overdue).isInstanceOf(Outcome.Again.class);
        assertThat(theOnly(overdue).kind()).isEqualTo(Notice.Kind.REPLACEMENT_FAILED);
        assertThat(theOnly(overdue).text())
                .startsWith("Its notice is over. Out of " + group + ", and its replacement is not in service: ")
                .contains("ecs.g7.large");
        assertThat(theOnly(overdue).instance().map(Object::toString)).isEqualTo(Optional.of(instance));
        assertThat(theOnly(overdue).key()).isPresent().isEqualTo(theOnly(again).key());
    }

    private static Notice theOnly(Outcome outcome) {
        assertThat(outcome.notices()).as(outcome.note()).hasSize(1);
        return outcome.notices().get(0);
    }
}
