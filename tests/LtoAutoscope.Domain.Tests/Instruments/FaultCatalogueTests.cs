using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Domain.Tests.Instruments;

public sealed class FaultCatalogueTests
{
    [Fact]
    public void Describe_EveryFault_HasSentenceCauseAndRemedyOfItsOwn()
    {
        FaultDescription[] all = [.. Enum.GetValues<Fault>().Select(FaultCatalogue.Describe)];
        Assert.All(all, description => Assert.DoesNotContain(string.Empty, (string[])[description.Sentence.Trim(), description.Cause.Trim(), description.Remedy.Trim()]));
        Assert.Equal(all.Length, all.Select(description => description.Sentence).Distinct().Count());
    }

    [Fact]
    public void Message_OfAFault_HoldsSentenceAndDetail()
    {
        var fault = new InstrumentFaultException(Fault.Unreachable, "127.0.0.1:8300 refused");
        Assert.Contains(FaultCatalogue.Describe(Fault.Unreachable).Sentence, fault.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:8300 refused", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Intersect_OfRanges_IsTheirCommonPart()
    {
        AxisRange common = new AxisRange(-48, 48).Intersect(new AxisRange(-60, 10));
        Assert.Equal(new AxisRange(-48, 10), common);
        Assert.True(common.Contains(10) && !common.Contains(10.001) && common.IsMotorised);
        Assert.False(new AxisRange(0, 0).IsMotorised);
        Assert.False(new AxisRange(0, 0).Contains(double.NaN));
    }
}
