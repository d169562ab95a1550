using LtoAutoscope.Imaging.Annotations;

namespace LtoAutoscope.Imaging.Tests.Annotations;

public class RunLengthMaskTests
{
    /// <summary>Both packed by the reference implementation (cocodataset/cocoapi @ 28dffd9, common/maskApi.c).</summary>
    private const string SmallPacked = ";54MM033c1L", EllipsePacked = "bR18b14M3M2N2N2N2N101N101O0O101O00000O100000000001O00000O101O0O2O0O2O0O2N2O1N2M4M4J_X1";

    private static readonly int[] SmallRuns = [11, 5, 4, 2, 1, 2, 4, 5, 55, 1];

    [Fact]
    public void Unpack_TextOfTheReference_GivesItsRuns() => Assert.Equal(SmallRuns, RunLengthMask.Unpack(SmallPacked));

    [Fact]
    public void Pack_RunsOfTheReference_GivesItsText() => Assert.Equal(SmallPacked, RunLengthMask.Pack(SmallRuns));

    [Fact]
    public void Decode_EllipseOfTheReference_HasItsPixels()
    {
        ParticleMask mask = RunLengthMask.Decode(1, RunLengthMask.Unpack(EllipsePacked), 80, 60)!;
        Assert.Equal(944, mask.Area);
        for (int y = 0; y < 60; y++)
            for (int x = 0; x < 80; x++) Assert.Equal((x - 37.3) * (x - 37.3) / 400 + (y - 29.8) * (y - 29.8) / 225 < 1, mask[x, y]);
    }

    [Fact]
    public void Encode_AnyMask_ComesBack()
        => Gen.Bool.Array[48].Where(static a => a.Any(static p => p)).Sample(inside =>
        {
            var mask = new ParticleMask(1, 5, 1, 8, 6, inside);
            ParticleMask again = RunLengthMask.Decode(1, RunLengthMask.Unpack(RunLengthMask.Pack(RunLengthMask.Encode(mask, 16, 9))), 16, 9)!;
            Assert.Equal(1, again.IntersectionOverUnion(mask));
        });

    [Theory]
    [InlineData("o")]
    [InlineData("2 3")]
    [InlineData("oooooooooo1")]
    public void Unpack_NoSuchCode_IsRefused(string text) => Assert.Throws<FormatException>(() => RunLengthMask.Unpack(text));

    [Fact]
    public void Decode_RunsOfAnotherSize_AreRefused() => Assert.Throws<FormatException>(() => RunLengthMask.Decode(1, [4, 4], 3, 3));
}
