package io.ecslifeguard.cloud;

import static io.ecslifeguard.cloud.EcsTest.failureOf;
import static io.ecslifeguard.cloud.EcsTest.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.Config;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With signatures that are verified, and a fleet that behaves as one. */
class GatewaysOnTheLocalCloudTest {

    LocalCloud cloud;
    CloudConfig config;
    CloudCalls calls;
    Ecs ecs;
    Slb slb;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withFleet("150"));
        config = TestCloudConfig.at("http://127.0.0.1:" + cloud.port());
        calls = new CloudCalls(config, new RecordedCalls(), RecordedCalls.NO_TALLY, RecordedCalls.NO_PACE);
        ecs = new Ecs(config, keys("test"), calls);
        slb = new Slb(config, keys("test"), calls);
    }

    @AfterEach
    void stop() {
        calls.close();
        cloud.close();
    }

    @Test
    void pagesThroughTheFleetAndDescribesIt() {
        // When
        var first = get(ecs.page(Optional.empty()));
        var second = get(ecs.page(first.next()));

        // Then
        assertThat(first.instances()).hasSize(100);
        assertThat(second.instances()).hasSize(50);
        assertThat(second.next()).isEmpty();
        var all = new ArrayList<>(first.instances());
        all.addAll(second.instances());
        assertThat(all).extracting(Instance::id).doesNotHaveDuplicates();
        var described = get(ecs.describe(all.stream().map(Instance::id).toList()));
        assertThat(described)
                .extracting(Instance::id)
                .containsAll(all.stream().map(Instance::id).toList());
        assertThat(described).allSatisfy(instance -> {
            assertThat(instance.createdAt()).isPresent();
            assertThat(instance.region()).isEqualTo("cn-hangzhou");
            assertThat(instance.tag("ecs-lifeguard/restart")).contains("on");
        });
    }

    @Test
    void anInstanceThatIsUnknownIsNotFound() {
        // Given
        var unknown = new InstanceId("i-nobodys");

        // When
        var described = get(ecs.describe(List.of(unknown)));
        var failure = failureOf(ecs.start(unknown, CallBy.nobody()));

        // Then
        assertThat(described).isEmpty();
        assertThat(failure.meaning()).isEqualTo(Meaning.NOT_FOUND);
    }

    @Test
    void anInstanceThatRunsIsInTheWrongState() {
        // Given
        var running = get(ecs.page(Optional.empty())).instances().get(0).id();

        // When
        var failure = failureOf(ecs.start(running, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.WRONG_STATE);
    }

    @Test
    void takesMembersOutOfAGroup() {
        // Given
        var balancer = get(slb.loadBalancers(1)).loadBalancers().get(0).id();
        var id = get(slb.vServerGroups(balancer)).get(0).id();
        var all = get(slb.vServerGroup(id)).backends();
        var before = all.subList(0, Slb.MOST_BACKENDS);

        // When
        var drained = get(
                slb.setWeights(id, before.stream().map(it -> it.withWeight(0)).toList(), CallBy.nobody()));
        var atZero = get(slb.vServerGroup(id)).backends();
        var removed = get(slb.remove(id, before, CallBy.nobody()));
        var removedAgain = get(slb.remove(id, before, CallBy.nobody()));

        // Then
        assertThat(drained.requestId()).isPresent();
        assertThat(atZero.subList(0, before.size())).extracting(Backend::weight).containsOnly(0);
        assertThat(List.of(removed, removedAgain))
                .allSatisfy(reply -> assertThat(reply.requestId()).isPresent());
        assertThat(get(slb.vServerGroup(id)).backends()).hasSize(all.size() - before.size());
    }

    @Test
    void aGroupThatIsUnknownIsNotFound() {
        // When
        var failure = failureOf(slb.vServerGroup(new ServerGroupId("rsp-nobodys")));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.NOT_FOUND);
    }

    @Test
    void aWrongSecretIsToldAsSuch() {
        // When
        var failure = failureOf(new Ecs(config, keys("wrong"), calls).page(Optional.empty()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.SIGNATURE);
        assertThat(failure).hasMessageContaining("AccessKey");
    }

    private static Client keys(String secret) {
        return new Client(
                new Config().setType("access_key").setAccessKeyId("test").setAccessKeySecret(secret));
    }
}
