package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import java.util.Base64;
import java.util.List;

/** What RunInstances refuses before it looks at the stock. */
record OrderCheck(Home home, Market market) {

    private static final int MOST_TAGS = 20;
    private static final int MOST_USER_DATA = 16 * 1024;

    void check(Order order) {
        var asked = order.asked();
        if (asked.text("ImageFamily") == null) {
            require(asked, "ImageId");
        }
        require(asked, "InstanceType");
        var type = InstanceType.of(order.type());
        refuseUnless(
                type.cores() > 0, "InvalidInstanceType.ValueNotSupported", "The specified InstanceType has no cores.");
        if (asked.list("SecurityGroupIds").isEmpty()) {
            require(asked, "SecurityGroupId");
        }
        if (!home.zones().contains(order.zone())) {
            throw new ApiError(404, "InvalidZoneId.NotFound", "The specified zone does not exist.");
        }
        refuseUnless(
                asked.text("InstanceName", "default").length() <= 128,
                "InvalidInstanceName.Malformed",
                "The specified InstanceName is longer than 128 characters.");
        checkSpot(order);
        checkTags(asked.groups("Tag"));
        checkUserData(asked.text("UserData"));
        // Reading the disks checks their sizes
        if (Disk.of(order.type(), asked).size() > 17) {
            throw Parameters.invalid("DataDisk", "an instance has at most 16 data disks");
        }
        oneOf(asked, "HttpTokens", List.of("optional", "required"));
        oneOf(asked, "HttpEndpoint", List.of("enabled", "disabled"));
    }

    private void checkSpot(Order order) {
        var asked = order.asked();
        refuseUnless(
                List.of("NoSpot", "SpotWithPriceLimit", "SpotAsPriceGo").contains(order.spotStrategy()),
                "InvalidSpotStrategy",
                "The specified SpotStrategy is not valid.");
        oneOf(asked, "InstanceChargeType", List.of("PostPaid", "PrePaid"));
        if (!order.spot()) {
            return;
        }
        refuseUnless(
                asked.text("InstanceChargeType", "PostPaid").equals("PostPaid"),
                "InvalidSpotStrategy",
                "The specified SpotStrategy is valid for PostPaid instances only.");
        oneOf(asked, "SpotDuration", List.of("0", "1", "2", "3", "4", "5", "6"));
        refuseUnless(
                List.of("Terminate", "Stop").contains(order.spotInterruptionBehavior()),
                "InvalidSpotInterruptionBehavior",
                "The specified SpotInterruptionBehavior is not valid.");
        if (order.spotStrategy().equals("SpotWithPriceLimit")) {
            require(asked, "SpotPriceLimit");
            refuseUnless(
                    asked.text("SpotPriceLimit").matches("\\d{1,6}(\\.\\d{1,3})?"),
                    "InvalidSpotPriceLimit",
                    "The specified SpotPriceLimit is not valid: a price has at most three decimals.");
            if (order.spotPriceLimit() < market.spotPrice(order.type())) {
                throw EcsErrors.lowPriceLimit("InvalidSpotPriceLimit.LowerThanPublicPrice", 400);
            }
        }
    }

    static void checkTags(List<Parameters> tags) {
        if (tags.size() > MOST_TAGS) {
            throw Parameters.invalid("Tag", "at most 20 tags are taken");
        }
        for (var tag : tags) {
            var key = tag.text("Key");
            refuseUnless(
                    key != null && key.length() <= 128 && !key.startsWith("aliyun") && !key.startsWith("acs:"),
                    "InvalidTagKey.Malformed",
                    "The specified Tag.n.Key is not valid.");
            refuseUnless(
                    tag.text("Value", "").length() <= 128,
                    "InvalidTagValue.Malformed",
                    "The specified Tag.n.Value is not valid.");
        }
    }

    private static void checkUserData(String userData) {
        if (userData == null) {
            return;
        }
        try {
            refuseUnless(
                    Base64.getDecoder().decode(userData).length <= MOST_USER_DATA,
                    "InvalidUserData.SizeExceeded",
                    "The specified UserData exceeds 16 KB.");
        } catch (IllegalArgumentException e) {
            throw new ApiError(
                    400, "InvalidUserData.Base64FormatInvalid", "The specified UserData is not valid base64.");
        }
    }

    private static void require(Parameters asked, String name) {
        if (asked.text(name) == null) {
            throw Parameters.missing(name);
        }
    }

    private static void oneOf(Parameters asked, String name, List<String> words) {
        var value = asked.text(name);
        if (value != null && !words.contains(value)) {
            throw Parameters.invalid(name, "it must be one of " + String.join(", ", words));
        }
    }

    private static void refuseUnless(boolean right, String code, String message) {
        if (!right) {
            throw new ApiError(400, code, message);
        }
    }
}
