using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Twin.Servers.Lines;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>What the twin's servers do beyond single answers.</summary>
public sealed class LineServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Move_ASecondAnswerAtItsEnd_IsNotTakenForTheNextOnes()
    {
        string yaml = await File.ReadAllTextAsync(Path.Combine(ProtocolLibrary.Shipped, "prior", "protocol.yaml"), Token);
        ProtocolDefinition talkative = ProtocolDefinition.Parse(yaml.Replace("second_answer: {initial: 0}", "second_answer: {initial: 1}", StringComparison.Ordinal), "prior.yaml");
        await using TroubledBench bench = TroubledBench.Start("prior", make: microscope => new LineServer(microscope, talkative));
        await using LineInstrument driver = await bench.ConnectAsync("prior");
        for (int i = 1; i <= 6; i++)
        {
            StagePosition reached = await driver.Stage!.MoveAsync(new StageTarget(i, -i, 20 + i / 10.0), Token);
            Assert.Equal(i, reached.XMm, 0.001);
            Assert.Equal(-i, bench.Microscope.Stage.True.YMm, 0.001);
        }
    }

    [Fact]
    public async Task Units_ThatAnotherClientChanged_AreSetAgainBeforeTheyMatter()
    {
        await using TroubledBench bench = TroubledBench.Start("tango");
        await using LineInstrument driver = await bench.ConnectAsync("tango");
        await driver.Stage!.MoveAsync(new StageTarget(3, 2), Token);
        await bench.OtherClientAsync("!dim 2 2 2\r");
        Assert.Equal(3, (await driver.Stage!.ReadPositionAsync(Token)).XMm, 0.002);
        await bench.OtherClientAsync("!dim 0 0 0\r");
        Assert.Equal(4, (await driver.Stage!.MoveAsync(new StageTarget(4, 2), Token)).XMm, 0.002);
        Assert.Equal(4, bench.Microscope.Stage.True.XMm, 0.002);
    }

    [Fact]
    public async Task Axes_ThatAnotherClientSwitchedOff_AreSwitchedOnBeforeAMove()
    {
        await using TroubledBench bench = TroubledBench.Start("corvus");
        await using LineInstrument driver = await bench.ConnectAsync("corvus");
        await bench.OtherClientAsync("3 setdim 0 1 setaxis 0 2 setaxis 2 1 setunit ");
        Assert.Equal(4, (await driver.Stage!.MoveAsync(new StageTarget(4, 2), Token)).XMm, 0.002);
        Assert.Equal(2, bench.Microscope.Stage.True.YMm, 0.002);
    }

    [Fact]
    public async Task Connect_AControllerWithoutZ_IsAskedForItsScaleOnlyWhenItIsConfigured()
    {
        string yaml = await File.ReadAllTextAsync(Path.Combine(ProtocolLibrary.Shipped, "prior", "protocol.yaml"), Token);
        ProtocolDefinition planar = ProtocolDefinition.Parse(yaml.Replace("request: \"RES,Z\"", "request: \"RES,W\"", StringComparison.Ordinal).Replace("request: \"PZ\"", "request: \"PW\"", StringComparison.Ordinal), "prior.yaml");
        await using TroubledBench bench = TroubledBench.Start("prior", make: microscope => new LineServer(microscope, planar));
        Assert.Equal(Fault.CommandRejected, (await LineFaults.OfAsync(() => bench.ConnectAsync("prior"))).Fault);
        await using LineInstrument driver = await bench.ConnectAsync("prior", settings => settings with { Limits = LineBench.Limits with { Z = default } });
        Assert.Equal(2, (await driver.Stage!.MoveAsync(new StageTarget(2, 1), Token)).XMm, 0.001);
    }

    [Fact]
    public async Task Move_AStageWithTwoAxes_LeavesTheThirdAlone()
    {
        await using TroubledBench bench = TroubledBench.Start("pi");
        await using LineInstrument driver = await bench.ConnectAsync("pi", settings => settings with { Limits = LineBench.Limits with { Z = default } });
        bench.Wire.TakeAsked();
        await driver.Stage!.MoveAsync(new StageTarget(2, 1), Token);
        Assert.DoesNotContain(" 3", bench.Wire.TakeAsked(), StringComparison.Ordinal);
        Assert.Equal(Fault.NotSupported, (await Assert.ThrowsAsync<InstrumentFaultException>(() => driver.Stage!.MoveAsync(new StageTarget(ZMm: 3), Token))).Fault);
    }
}
