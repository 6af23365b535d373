package io.ecslifeguard.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.ecs20140526.models.DescribeDisksResponseBody;
import com.aliyun.ecs20140526.models.DescribeInstanceAttributeResponseBody;
import com.aliyun.ecs20140526.models.DescribeInstanceRamRoleResponseBody;
import com.aliyun.ecs20140526.models.DescribeInstanceStatusResponseBody;
import com.aliyun.ecs20140526.models.DescribeInstancesResponseBody;
import com.aliyun.ecs20140526.models.DescribeLaunchTemplateVersionsResponseBody;
import com.aliyun.ecs20140526.models.DescribeSpotPriceHistoryResponseBody;
import com.aliyun.ecs20140526.models.DescribeUserDataResponseBody;
import com.aliyun.ecs20140526.models.StartInstancesResponseBody;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Describe actions answer, read by the SDK's models. */
class InstanceQueriesTest {

    private static final String[] ORDER = {
        "InstanceName",
        "web-1",
        "HostName",
        "host-1",
        "Description",
        "about",
        "InstanceType",
        "ecs.r7.2xlarge",
        "ImageId",
        "img-1",
        "SecurityGroupIds.1",
        "sg-1",
        "SecurityGroupIds.2",
        "sg-2",
        "VSwitchId",
        "vsw-cn-hangzhou-j",
        "SpotStrategy",
        "SpotWithPriceLimit",
        "SpotPriceLimit",
        "0.75",
        "SpotDuration",
        "0",
        "KeyPairName",
        "key",
        "RamRoleName",
        "role",
        "ResourceGroupId",
        "rg-1",
        "UserData",
        "I2Jhc2g=",
        "InternetMaxBandwidthOut",
        "5",
        "HttpTokens",
        "required",
        "HttpEndpoint",
        "enabled",
        "SystemDisk.Category",
        "cloud_essd",
        "SystemDisk.Size",
        "60",
        "SystemDisk.PerformanceLevel",
        "PL0",
        "DataDisk.1.Category",
        "cloud_auto",
        "DataDisk.1.Size",
        "200",
        "DataDisk.1.DeleteWithInstance",
        "false",
        "Tag.1.Key",
        "ecs-lifeguard/restart",
        "Tag.1.Value",
        "on",
        "Tag.2.Key",
        "owner",
        "Tag.2.Value",
        "né & co"
    };

    private final TestCloud cloud = new TestCloud();

    @Test
    void describesAnInstanceAsTheSdkReadsIt() throws Exception {
        // Given
        var id = bought();
        cloud.post(
                "instances/web-1/lock",
                new JsonObject().put("reason", "security").put("message", "why"));

        // When
        var answer = cloud.read(cloud.ecs("DescribeInstances"), new DescribeInstancesResponseBody());

        // Then
        assertThat(answer.getTotalCount()).isEqualTo(1);
        assertThat(answer.getPageNumber()).isEqualTo(1);
        assertThat(answer.getPageSize()).isEqualTo(10);
        var instance = answer.getInstances().getInstance().get(0);
        assertThat(instance.getInstanceId()).isEqualTo(id);
        assertThat(instance.getInstanceName()).isEqualTo("web-1");
        assertThat(instance.getHostName()).isEqualTo("host-1");
        assertThat(instance.getDescription()).isEqualTo("about");
        assertThat(instance.getStatus()).isEqualTo("Running");
        assertThat(instance.getStoppedMode()).isEqualTo("Not-applicable");
        assertThat(instance.getRegionId()).isEqualTo("cn-hangzhou");
        assertThat(instance.getZoneId()).isEqualTo("cn-hangzhou-j");
        assertThat(instance.getInstanceType()).isEqualTo("ecs.r7.2xlarge");
        assertThat(instance.getInstanceTypeFamily()).isEqualTo("ecs.r7");
        assertThat(instance.getCpu()).isEqualTo(8);
        assertThat(instance.getMemory()).isEqualTo(65_536);
        assertThat(instance.getImageId()).isEqualTo("img-1");
        assertThat(instance.getInstanceChargeType()).isEqualTo("PostPaid");
        assertThat(instance.getSpotStrategy()).isEqualTo("SpotWithPriceLimit");
        assertThat(instance.getSpotPriceLimit()).isEqualTo(0.75f);
        assertThat(instance.getSpotDuration()).isZero();
        assertThat(instance.getSpotInterruptionBehavior()).isEqualTo("Terminate");
        assertThat(instance.getCreationTime()).isEqualTo("2026-03-01T10:15Z");
        assertThat(instance.getExpiredTime()).isEqualTo("2099-12-31T15:59Z");
        assertThat(instance.getAutoReleaseTime()).isEmpty();
        assertThat(instance.getDeletionProtection()).isFalse();
        assertThat(instance.getIoOptimized()).isTrue();
        assertThat(instance.getKeyPairName()).isEqualTo("key");
        assertThat(instance.getResourceGroupId()).isEqualTo("rg-1");
        assertThat(instance.getSecurityGroupIds().getSecurityGroupId()).containsExactly("sg-1", "sg-2");
        assertThat(instance.getMetadataOptions().getHttpTokens()).isEqualTo("required");
        assertThat(instance.getMetadataOptions().getHttpEndpoint()).isEqualTo("enabled");
        assertThat(instance.getInternetMaxBandwidthOut()).isEqualTo(5);
        assertThat(instance.getPublicIpAddress().getIpAddress())
                .singleElement()
                .asString()
                .startsWith("198.18.");
        assertThat(instance.getVpcAttributes().getVpcId()).isEqualTo("vpc-local");
        assertThat(instance.getVpcAttributes().getVSwitchId()).isEqualTo("vsw-cn-hangzhou-j");
        assertThat(instance.getVpcAttributes().getPrivateIpAddress().getIpAddress())
                .singleElement()
                .asString()
                .startsWith("10.");
        var tags = instance.getTags().getTag();
        assertThat(tags)
                .extracting(tag -> tag.getTagKey() + "=" + tag.getTagValue())
                .containsExactly("ecs-lifeguard/restart=on", "owner=né & co");
        var lock = instance.getOperationLocks().getLockReason().get(0);
        assertThat(lock.getLockReason()).isEqualTo("security");
        assertThat(lock.getLockMsg()).isEqualTo("why");
        assertThat(instance.getNetworkInterfaces().getNetworkInterface()).hasSize(1);
    }

    @Test
    void describesAttributesAsTheSdkReadsThem() throws Exception {
        // Given
        var id = bought();
        cloud.post("instances/web-1/stop", new JsonObject());
        cloud.pass(1);
        cloud.post("instances/web-1/lock", new JsonObject().put("reason", "Recycling"));

        // When
        var answer = cloud.read(
                cloud.ecs("DescribeInstanceAttribute", "InstanceId", id), new DescribeInstanceAttributeResponseBody());

        // Then
        assertThat(answer.getInstanceId()).isEqualTo(id);
        assertThat(answer.getInstanceName()).isEqualTo("web-1");
        assertThat(answer.getStatus()).isEqualTo("Stopped");
        assertThat(answer.getStoppedMode()).isEqualTo("KeepCharging");
        assertThat(answer.getIoOptimized()).isEqualTo("optimized");
        assertThat(answer.getZoneId()).isEqualTo("cn-hangzhou-j");
        assertThat(answer.getOperationLocks().getLockReason().get(0).getLockReason())
                .isEqualTo("Recycling");
        assertThat(answer.getVpcAttributes().getVSwitchId()).isEqualTo("vsw-cn-hangzhou-j");
        assertThat(answer.getSecurityGroupIds().getSecurityGroupId()).containsExactly("sg-1", "sg-2");
    }

    @Test
    void describesDisksAsTheSdkReadsThem() throws Exception {
        // Given
        var id = bought();
        cloud.run("other", false);

        // When
        var answer = cloud.read(cloud.ecs("DescribeDisks", "InstanceId", id), new DescribeDisksResponseBody());
        var data = cloud.ecs("DescribeDisks", "DiskType", "data");

        // Then
        assertThat(answer.getTotalCount()).isEqualTo(2);
        var system = answer.getDisks().getDisk().get(0);
        assertThat(system.getType()).isEqualTo("system");
        assertThat(system.getCategory()).isEqualTo("cloud_essd");
        assertThat(system.getPerformanceLevel()).isEqualTo("PL0");
        assertThat(system.getSize()).isEqualTo(60);
        assertThat(system.getInstanceId()).isEqualTo(id);
        assertThat(system.getDevice()).isEqualTo("/dev/xvda");
        assertThat(system.getDeleteWithInstance()).isTrue();
        var second = answer.getDisks().getDisk().get(1);
        assertThat(second.getType()).isEqualTo("data");
        assertThat(second.getCategory()).isEqualTo("cloud_auto");
        assertThat(second.getSize()).isEqualTo(200);
        assertThat(second.getDeleteWithInstance()).isFalse();
        assertThat(second.getDiskId()).isNotEqualTo(system.getDiskId());
        assertThat(data.getInteger("TotalCount")).isEqualTo(1);
    }

    @Test
    void tellsUserDataAndRoleAsTheSdkReadsThem() throws Exception {
        // Given
        var id = bought();
        var other = cloud.running("other", false);

        // When
        var data = cloud.read(cloud.ecs("DescribeUserData", "InstanceId", id), new DescribeUserDataResponseBody());
        var roles = cloud.read(
                cloud.ecs("DescribeInstanceRamRole", "InstanceIds", "['" + id + "', '" + other + "']"),
                new DescribeInstanceRamRoleResponseBody());
        var ofRole = cloud.ecs("DescribeInstanceRamRole", "RamRoleName", "role");

        // Then
        assertThat(data.getUserData()).isEqualTo("I2Jhc2g=");
        assertThat(data.getInstanceId()).isEqualTo(id);
        assertThat(roles.getTotalCount()).isEqualTo(2);
        assertThat(roles.getInstanceRamRoleSets().getInstanceRamRoleSet())
                .extracting(role -> role.getInstanceId() + "=" + role.getRamRoleName())
                .containsExactly(other + "=", id + "=role");
        assertThat(ofRole.getInteger("TotalCount")).isEqualTo(1);
    }

    @Test
    void tellsStatusesAsTheSdkReadsThem() throws Exception {
        // Given
        cloud.seed("70");
        var one = cloud.running("one", false);

        // When
        var page = cloud.read(
                cloud.ecs("DescribeInstanceStatus", "PageSize", "50", "PageNumber", "2"),
                new DescribeInstanceStatusResponseBody());
        var single = cloud.read(
                cloud.ecs("DescribeInstanceStatus", "InstanceId.1", one, "InstanceId.2", "i-no"),
                new DescribeInstanceStatusResponseBody());

        // Then
        assertThat(page.getTotalCount()).isEqualTo(71);
        assertThat(page.getInstanceStatuses().getInstanceStatus()).hasSize(21);
        assertThat(single.getInstanceStatuses().getInstanceStatus())
                .singleElement()
                .satisfies(status -> {
                    assertThat(status.getInstanceId()).isEqualTo(one);
                    assertThat(status.getStatus()).isEqualTo("Running");
                });
    }

    @Test
    void startsSeveralAsTheSdkReadsIt() throws Exception {
        // Given
        var id = cloud.running("a", false);
        cloud.doEcs("StopInstance", "InstanceId", id);
        cloud.pass(1);

        // When
        var answer = cloud.read(cloud.ecs("StartInstances", "InstanceId.1", id), new StartInstancesResponseBody());

        // Then
        var item = answer.getInstanceResponses().getInstanceResponse().get(0);
        assertThat(item.getCode()).isEqualTo("200");
        assertThat(item.getMessage()).isEqualTo("success");
        assertThat(item.getPreviousStatus()).isEqualTo("Stopped");
        assertThat(item.getCurrentStatus()).isEqualTo("Starting");
    }

    @Test
    void tellsSpotPricesAsTheSdkReadsThem() throws Exception {
        // Given
        cloud.post("stock", new JsonObject().put("type", "ecs.g7.large").put("spotPrice", 0.07));

        // When
        var answer = cloud.read(
                cloud.ecs(
                        "DescribeSpotPriceHistory",
                        "InstanceType",
                        "ecs.g7.large",
                        "NetworkType",
                        "vpc",
                        "ZoneId",
                        "cn-hangzhou-i"),
                new DescribeSpotPriceHistoryResponseBody());

        // Then
        assertThat(answer.getCurrency()).isEqualTo("CNY");
        assertThat(answer.getSpotPrices().getSpotPriceType()).hasSize(4).allSatisfy(price -> {
            assertThat(price.getSpotPrice()).isEqualTo(0.07f);
            assertThat(price.getOriginPrice()).isEqualTo(0.2f);
            assertThat(price.getZoneId()).isEqualTo("cn-hangzhou-i");
            assertThat(price.getNetworkType()).isEqualTo("vpc");
        });
        assertThat(answer.getSpotPrices().getSpotPriceType().get(0).getTimestamp())
                .isEqualTo("2026-03-01T07:00:00Z");
    }

    @Test
    void tellsLaunchTemplatesAsTheSdkReadsThem() throws Exception {
        // Given
        var data = new JsonObject();
        for (var index = 0; index < ORDER.length; index += 2) {
            data.put(ORDER[index], ORDER[index + 1]);
        }
        cloud.post("templates", new JsonObject().put("name", "web").put("parameters", data));
        cloud.post(
                "templates",
                new JsonObject()
                        .put("name", "web")
                        .put("parameters", data.copy().put("ImageId", "img-2")));

        // When
        var answer = cloud.read(
                cloud.ecs("DescribeLaunchTemplateVersions", "LaunchTemplateName", "web"),
                new DescribeLaunchTemplateVersionsResponseBody());
        var first = cloud.ecs(
                "DescribeLaunchTemplateVersions", "LaunchTemplateName", "web", "LaunchTemplateVersion.1", "1");

        // Then
        assertThat(answer.getTotalCount()).isEqualTo(2);
        assertThat(first.getInteger("TotalCount")).isEqualTo(1);
        var newest = answer.getLaunchTemplateVersionSets()
                .getLaunchTemplateVersionSet()
                .get(0);
        assertThat(newest.getVersionNumber()).isEqualTo(2);
        assertThat(newest.getDefaultVersion()).isTrue();
        assertThat(newest.getLaunchTemplateName()).isEqualTo("web");
        var set = newest.getLaunchTemplateData();
        assertThat(set.getImageId()).isEqualTo("img-2");
        assertThat(set.getInstanceType()).isEqualTo("ecs.r7.2xlarge");
        assertThat(set.getSpotPriceLimit()).isEqualTo(0.75f);
        assertThat(set.getVSwitchId()).isEqualTo("vsw-cn-hangzhou-j");
        assertThat(set.getSecurityGroupIds().getSecurityGroupId()).containsExactly("sg-1", "sg-2");
        assertThat(set.getSystemDisk().getSize()).isEqualTo(60);
        assertThat(set.getDataDisks().getDataDisk().get(0).getSize()).isEqualTo(200);
        assertThat(set.getTags().getInstanceTag().get(0).getKey()).isEqualTo("ecs-lifeguard/restart");
    }

    @Test
    void tagsInstances() {
        // Given
        var id = bought();

        // When
        cloud.doEcs(
                "TagResources",
                "ResourceType",
                "instance",
                "ResourceId.1",
                id,
                "Tag.1.Key",
                "owner",
                "Tag.1.Value",
                "me",
                "Tag.2.Key",
                "new");
        cloud.doEcs(
                "UntagResources", "ResourceType", "instance", "ResourceId.1", id, "TagKey.1", "ecs-lifeguard/restart");

        // Then
        assertThat(((JsonObject) cloud.control("GET", "instances/web-1", new JsonObject())).getJsonObject("tags"))
                .isEqualTo(new JsonObject().put("owner", "me").put("new", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Status=Running                       | 2",
                "Status=Stopped                       | 1",
                "ZoneId=cn-hangzhou-j                 | 1",
                "VSwitchId=vsw-cn-hangzhou-j          | 1",
                "InstanceType=ecs.r7.2xlarge          | 1",
                "ResourceGroupId=rg-1                 | 1",
                "InstanceName=web-1                   | 1",
                "InstanceName=web-*                   | 2",
                "InstanceName=web                     | 0",
                "LockReason=security                  | 1",
                "LockReason=SECURITY                  | 1",
                "LockReason=Recycling                 | 0",
                "SecurityGroupId=sg-2                 | 1",
                "KeyPairName=key                      | 1",
                "InstanceChargeType=PrePaid           | 0",
                "VpcId=vpc-other                      | 0",
                "Tag.1.Key=owner                      | 1",
                "Tag.1.Key=owner;Tag.1.Value=nobody   | 0",
                "Tag.1.Key=owner;Tag.2.Key=color      | 0",
                "Tag.1.Key=color;Tag.1.Value=red;Status=Running | 1",
                "InstanceIds=[]                       | 0",
                "InstanceIds=['i-no']                 | 0",
            })
    void filters(String parameters, int count) {
        // Given
        var id = bought();
        cloud.run("web-2", false);
        cloud.run("x", false);
        cloud.post("instances/web-2/tags", new JsonObject().put("color", "red"));
        cloud.post("instances/x/stop", new JsonObject());
        cloud.post("instances/x/lock", new JsonObject().put("reason", "security"));
        cloud.pass(1);

        // When
        var list = new ArrayList<String>();
        for (var pair : parameters.split(";")) {
            list.addAll(List.of(pair.split("=", 2)));
        }
        var found = cloud.ecs("DescribeInstances", list.toArray(String[]::new));

        // Then
        assertThat(id).isNotNull();
        assertThat(found.getInteger("TotalCount")).isEqualTo(count);
        assertThat(found.getJsonObject("Instances").getJsonArray("Instance")).hasSize(count);
    }

    @Test
    void pagesByNumber() {
        // Given
        cloud.seed("25");

        // When
        var pages = new ArrayList<String>();
        for (var page = 1; page <= 4; page++) {
            names(cloud.ecs("DescribeInstances", "PageNumber", "" + page, "PageSize", "10"), pages);
        }

        // Then
        assertThat(pages)
                .hasSize(25)
                .doesNotHaveDuplicates()
                .startsWith("web-25", "web-24")
                .endsWith("web-1");
    }

    @Test
    void pagesByTokenWithoutGapsWhileInstancesComeAndGo() {
        // Given
        cloud.seed("30");
        var seen = new ArrayList<String>();
        var first = cloud.ecs("DescribeInstances", "MaxResults", "10");
        names(first, seen);

        // When
        cloud.run("new", false);
        cloud.post("instances/web-21/release", new JsonObject());
        cloud.pass(3);
        var token = first.getString("NextToken");
        while (!token.isEmpty()) {
            var next = cloud.ecs("DescribeInstances", "MaxResults", "10", "NextToken", token);
            names(next, seen);
            token = next.getString("NextToken");
        }

        // Then
        assertThat(seen).hasSize(30);
        assertThat(new HashSet<>(seen)).hasSize(30).contains("web-1", "web-30").doesNotContain("new");
    }

    private static void names(JsonObject answer, List<String> names) {
        answer.getJsonObject("Instances")
                .getJsonArray("Instance")
                .forEach(instance -> names.add(((JsonObject) instance).getString("InstanceName")));
    }

    private String bought() {
        var id = cloud.ecs("RunInstances", ORDER)
                .getJsonObject("InstanceIdSets")
                .getJsonArray("InstanceIdSet")
                .getString(0);
        cloud.pass(3);
        return id;
    }
}
