package io.ecslifeguard.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.ecs20140526.models.RunInstancesResponseBody;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunInstancesTest {

    private final TestCloud cloud = new TestCloud();

    @Test
    void answersAsTheSdkReadsIt() throws Exception {
        // Given
        var parameters = order("Amount", "3", "MinAmount", "1", "InstanceName", "web-[8,3]-x");

        // When
        var answer = cloud.read(cloud.ecs("RunInstances", parameters), new RunInstancesResponseBody());

        // Then
        assertThat(answer.getInstanceIdSets().getInstanceIdSet())
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("i-bp1[0-9a-z]{17}"));
        assertThat(answer.getTradePrice()).isEqualTo(0.6f);
        assertThat(answer.getInstanceIdSets().getInstanceIdSet().stream()
                        .map(id -> cloud.instance(id).getString("InstanceName")))
                .containsExactly("web-008-x", "web-009-x", "web-010-x");
    }

    @Test
    void createsOnceForOneToken() {
        // Given
        var first = cloud.ecs("RunInstances", order("ClientToken", "t", "Timestamp", "1", "SignatureNonce", "a"));

        // When
        var second = cloud.ecs("RunInstances", order("ClientToken", "t", "Timestamp", "2", "SignatureNonce", "b"));

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void refusesATokenWithOtherParameters() {
        // Given
        cloud.doEcs("RunInstances", order("ClientToken", "t"));

        // When
        var refusal = cloud.refusal(() -> cloud.doEcs("RunInstances", order("ClientToken", "t", "Amount", "2")));

        // Then
        assertThat(refusal).isEqualTo("400 IdempotentParameterMismatch");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void forgetsATokenThatWasRefused() {
        // Given
        cloud.post("stock", new JsonObject().put("type", "ecs.g7.large"));
        var refusal = cloud.refusal(() -> cloud.doEcs("RunInstances", order("ClientToken", "t")));
        assertThat(cloud.control("DELETE", "stock", new JsonObject())).isNull();

        // When
        cloud.doEcs("RunInstances", order("ClientToken", "t"));

        // Then
        assertThat(refusal).isEqualTo("403 OperationDenied.NoStock");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void refusesALongToken() {
        var refusal = cloud.refusal(() -> cloud.doEcs("RunInstances", order("ClientToken", "t".repeat(65))));
        assertThat(refusal).isEqualTo("400 InvalidParameter.ClientToken");
    }

    @Test
    void sellsWhatIsLeft() {
        // Given
        cloud.post("stock", new JsonObject().put("zone", "cn-hangzhou-i").put("left", 3));
        var there = order("Amount", "5", "MinAmount", "2", "VSwitchId", "vsw-cn-hangzhou-i");

        // When
        cloud.doEcs("RunInstances", there);
        var sold = count();
        var refusal = cloud.refusal(() -> cloud.doEcs("RunInstances", there));
        cloud.doEcs("RunInstances", order("VSwitchId", "vsw-cn-hangzhou-j"));

        // Then
        assertThat(sold).isEqualTo(3);
        assertThat(refusal).isEqualTo("403 OperationDenied.NoStock");
        assertThat(count()).isEqualTo(4);
    }

    @Test
    void takesFromALaunchTemplateWhatTheCallDoesNotSay() {
        // Given
        var data = new JsonObject()
                .put("InstanceType", "ecs.r7.xlarge")
                .put("ImageId", "img-template")
                .put("SecurityGroupId", "sg-template")
                .put("InstanceName", "from-template")
                .put("SpotStrategy", "SpotAsPriceGo")
                .put("Tag.1.Key", "a")
                .put("Tag.2.Key", "b");
        cloud.post("templates", new JsonObject().put("name", "web").put("parameters", data));
        cloud.post(
                "templates",
                new JsonObject()
                        .put("name", "web")
                        .put("parameters", data.copy().put("ImageId", "img-2")));

        // When
        var id = only(cloud.ecs(
                "RunInstances",
                "LaunchTemplateName",
                "web",
                "LaunchTemplateVersion",
                "1",
                "InstanceType",
                "ecs.g7.large",
                "SecurityGroupIds.1",
                "sg-1",
                "SecurityGroupIds.2",
                "sg-2",
                "Tag.1.Key",
                "c"));
        var newest = only(cloud.ecs("RunInstances", "LaunchTemplateName", "web"));
        var refusal = cloud.refusal(
                () -> cloud.doEcs("RunInstances", "LaunchTemplateName", "web", "LaunchTemplateVersion", "3"));

        // Then
        var instance = cloud.instance(id);
        assertThat(instance.getString("InstanceType")).isEqualTo("ecs.g7.large");
        assertThat(instance.getString("ImageId")).isEqualTo("img-template");
        assertThat(instance.getString("InstanceName")).isEqualTo("from-template");
        assertThat(instance.getString("SpotStrategy")).isEqualTo("SpotAsPriceGo");
        assertThat(instance.getJsonObject("SecurityGroupIds").getJsonArray("SecurityGroupId"))
                .containsExactly("sg-1", "sg-2");
        assertThat(instance.getJsonObject("Tags").getJsonArray("Tag"))
                .containsExactly(new JsonObject().put("TagKey", "c").put("TagValue", ""));
        assertThat(cloud.instance(newest).getString("ImageId")).isEqualTo("img-2");
        assertThat(refusal).isEqualTo("404 InvalidLaunchTemplateVersion.NotFound");
    }

    private int count() {
        return cloud.ecs("DescribeInstances").getInteger("TotalCount");
    }

    private static String only(JsonObject answer) {
        return answer.getJsonObject("InstanceIdSets")
                .getJsonArray("InstanceIdSet")
                .getString(0);
    }

    private static String[] order(String... more) {
        var all =
                new ArrayList<>(List.of("InstanceType", "ecs.g7.large", "ImageId", "img-1", "SecurityGroupId", "sg-1"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
