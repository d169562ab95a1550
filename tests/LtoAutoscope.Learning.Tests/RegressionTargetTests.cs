using LtoAutoscope.Domain;

namespace LtoAutoscope.Learning.Tests;

public sealed class RegressionTargetTests
{
    [Theory]
    [InlineData("ce1", null)]
    [InlineData("capacity_1c", 1.0)]
    [InlineData("capacity_0.05c", 0.05)]
    [InlineData("capacity_20c", 20.0)]
    public void Parse_ItsOwnKey_GivesItBack(string key, double? rate)
    {
        RegressionTarget target = RegressionTarget.Parse(key);
        Assert.Equal((key, rate), (target.Key, target.RatePerHour));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ce")]
    [InlineData("capacity")]
    [InlineData("capacity_c")]
    [InlineData("capacity_0c")]
    [InlineData("capacity_0.0001c")]
    [InlineData("capacity_-1c")]
    [InlineData("capacity_1e3c")]
    [InlineData("capacity_9999c")]
    [InlineData("capacity_1c\n")]
    public void Parse_NoKey_SaysWhatKeysLookLike(string key) => Assert.Contains("capacity_1c", Assert.Throws<InputException>(() => RegressionTarget.Parse(key)).Remedy, StringComparison.Ordinal);

    [Fact]
    public void CapacityAt_OutOfRange_IsRefused() => Assert.Throws<InputException>(() => RegressionTarget.CapacityAt(double.NaN));
}
