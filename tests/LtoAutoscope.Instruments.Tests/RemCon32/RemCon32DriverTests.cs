using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Tests.Lines;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Servers.RemCon32;

namespace LtoAutoscope.Instruments.Tests.RemCon32;

/// <summary>Every part of the SEM through the line engine, over real links, against the twin.</summary>
public sealed class RemCon32DriverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Column_OfTheTwin_SetsAndReadsBack(bool terminal)
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, terminal);
        IElectronColumn column = bench.Column;
        await column.SetBeamAsync(false, 0, Token);
        Assert.Equal(BeamState.Off, await column.ReadBeamAsync(Token));
        Assert.Equal(0, twin.Column.BeamState);
        await column.SetBeamAsync(true, 12, Token);
        Assert.Equal(12, await column.ReadEnergyKvAsync(Token), 0.05);
        Assert.Equal(BeamState.On, await column.ReadBeamAsync(Token));
        await column.SetBlankAsync(false, Token);
        Assert.False(await column.ReadBlankAsync(Token));
        await column.SetBlankAsync(true, Token);
        Assert.Equal(1, twin.Column.Blanker);
        await column.SetFieldWidthUmAsync(37.5, Token);
        Assert.Equal(37.5, twin.Column.FieldWidthUm, 0.01);
        Assert.Equal(37.5, await column.ReadFieldWidthUmAsync(Token), 0.01);
        await column.SetWorkingDistanceMmAsync(8.123456, Token);
        Assert.Equal(8.123456, twin.Column.WorkingDistanceMm, 1e-9);
        await column.SetStigmatorAsync(4.25, -3, Token);
        Assert.Equal((4.25, -3), await column.ReadStigmatorAsync(Token));
        // Never by the voltage, and never so that the gun goes off.
        Assert.DoesNotContain("EHT 0", bench.Sent);
        Assert.DoesNotContain("BMON 0", bench.Sent);
        Assert.Equal(2, bench.Sent.Count(text => text.StartsWith("BMON", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OtherParts_OfTheTwin_SetAndReadBack(bool terminal)
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, terminal);
        IDetectors detectors = bench.Driver.Detectors!;
        Assert.Equal("SE2", Assert.Single(await detectors.ListAsync(Token)).Name);
        await detectors.SelectAsync(0, new Detector(0, "INLENS"), Token);
        Assert.Equal("InLens", (await detectors.ReadSelectedAsync(0, Token))!.Name);
        await detectors.SetSignalAsync(0, 30, 60.5, Token);
        Assert.Equal((30, 60.5), await detectors.ReadSignalAsync(0, Token));
        Assert.Equal((60.5, 30), twin.Column.Detector);
        await detectors.AutoSignalAsync(0, Token);
        Assert.Equal((50, 50), await detectors.ReadSignalAsync(0, Token));
        Assert.Equal("ACST?", bench.Sent[^3]);
        await bench.Driver.BeamShift!.SetAsync(10, -5, Token);
        Assert.Equal((0.01, -0.005), (Math.Round(twin.Column.ImageShift.XMm, 6), Math.Round(twin.Column.ImageShift.YMm, 6)));
        Assert.Null(await bench.Driver.BeamShift.ReadAsync(Token));
        Assert.Equal(VacuumState.Ready, await bench.Driver.Vacuum!.ReadStateAsync(Token));
        Assert.Equal(twin.Vacuum.PressurePa, (await bench.Driver.Vacuum.ReadPressurePaAsync(Token))!.Value, 1e-4);
        Assert.Equal(Fault.NotSupported, (await RemCon32Bench.FaultOf(() => detectors.SelectAsync(0, new Detector(0, "VPSE"), Token))).Fault);
    }

    [Fact]
    public async Task Column_OutOfRange_IsRejectedByName()
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin);
        Assert.Equal(Fault.CommandRejected, (await RemCon32Bench.FaultOf(() => bench.Column.SetWorkingDistanceMmAsync(130, Token))).Fault);
        Assert.Equal(Fault.CommandRejected, (await RemCon32Bench.FaultOf(() => bench.Column.SetStigmatorAsync(101, 0, Token))).Fault);
        InstrumentFaultException unreachable = await RemCon32Bench.FaultOf(() => bench.Column.SetWorkingDistanceMmAsync(0.5, Token));
        Assert.Contains("613, the value cannot be reached", unreachable.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("FOCS 130", bench.Sent);
        Assert.Equal(10, await bench.Column.ReadWorkingDistanceMmAsync(Token));
    }

    [Fact]
    public async Task Move_AllAxes_ArrivesAndKeepsAxisM()
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin);
        await using (IByteLink other = await LineBench.OpenAsync(bench.Listener.Endpoint, Token))
        {
            await other.WriteAsync("C95 0 0 20 0 0 4.5\r"u8.ToArray(), Token);
            Assert.NotEqual(0, await other.ReadAsync(new byte[64], Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token));
        }

        while (twin.Stage.IsBusy) await PatientTime.DelayAsync(5, Token);
        StagePosition reached = await bench.Stage.MoveAsync(new StageTarget(2.5, -1, 19, 12, 6), Token);
        Assert.Equal(new StagePosition(2.5, -1, 19, 12, 6), reached);
        Assert.Equal(6, twin.Stage.True.TiltDeg, 0.01);
        Assert.Equal(12, twin.Stage.True.RotationDeg, 0.01);
        Assert.Contains("C95 2.5 -1 19 6 12 4.5", bench.Sent);
    }

    [Fact]
    public async Task Move_TwoAtATimeOfDifferentAxes_BothArrive()
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin);
        await Task.WhenAll(bench.Stage.MoveAsync(new StageTarget(XMm: 1), Token), bench.Stage.MoveAsync(new StageTarget(YMm: -2), Token), bench.Stage.MoveAsync(new StageTarget(ZMm: 19), Token));
        Assert.Equal((1, -2, 19), (Math.Round(twin.Stage.True.XMm, 3), Math.Round(twin.Stage.True.YMm, 3), Math.Round(twin.Stage.True.ZMm, 3)));
    }

    /// <summary>While it is on the touch alarm is dead.</summary>
    [Fact]
    public async Task Move_WithTheSpecimenCurrentMonitorOn_SwitchesItOffFirst()
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin);
        Assert.False(await bench.Driver.SpecimenCurrent!.ReadAsync(Token));
        Assert.Null(await bench.Column.ReadProbeCurrentPaAsync(Token));
        await bench.Driver.SpecimenCurrent.SetAsync(true, Token);
        Assert.Equal(100, (await bench.Column.ReadProbeCurrentPaAsync(Token))!.Value, 0.01);
        Assert.True(twin.Column.IsSpecimenCurrentMonitorOn);
        await bench.Stage.MoveAsync(StageTarget.Planar(1, 0), Token);
        Assert.False(twin.Column.IsSpecimenCurrentMonitorOn);
        IReadOnlyList<string> sent = bench.Sent;
        int move = sent.Select((text, index) => (text, index)).First(entry => entry.text.StartsWith("C95 ", StringComparison.Ordinal)).index;
        Assert.Equal("SCM 0", sent[move - 1]);
    }

    [Fact]
    public async Task Move_ByAStageThatIsNotInitialised_IsNotSent()
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        twin.Stage.IsCalibrated = false;
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin);
        Assert.Equal(Fault.StageNotCalibrated, (await RemCon32Bench.FaultOf(() => bench.Stage.MoveAsync(StageTarget.Planar(1, 0), Token))).Fault);
        Assert.DoesNotContain(bench.Sent, text => text.StartsWith("C95 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Move_AcrossTheForbiddenRotation_IsRefused()
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, change: settings => settings with { ForbiddenRotationDeg = 340 });
        InstrumentFaultException fault = await RemCon32Bench.FaultOf(() => bench.Stage.MoveAsync(new StageTarget(RotationDeg: 350), Token));
        Assert.Equal(Fault.InterlockRefused, fault.Fault);
        Assert.Contains("crosses 340°", fault.Detail, StringComparison.Ordinal);
        Assert.Equal(330, (await bench.Stage.MoveAsync(new StageTarget(RotationDeg: 330), Token)).RotationDeg, 0.05);
    }

    /// <summary>The flag says "at rest" for a while after the command; who believed it would take the move for done.</summary>
    [Fact]
    public async Task Move_WhoseFlagLags_IsWaitedFor()
    {
        TwinMicroscope twin = RemCon32Bench.Twin(1);
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, options: new RemCon32Options { MovingLagSeconds = 0.6 }, change: settings => settings with { StartGrace = null, Poll = null });
        Assert.Equal(2.5, (await bench.Stage.MoveAsync(StageTarget.Planar(2.5, 0), Token)).XMm, 0.002);
        Assert.Equal(2.5, twin.Stage.True.XMm, 0.002);
    }

    /// <summary>What other servers do differently: lone carriage returns, a number behind '#', a blank before numbers, commands that are not there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Driver_OfServersWithOtherManners_Works(bool terminal)
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        var options = new RemCon32Options
        {
            Version = "SmartSEM Remote Control V01.23, some simulator", LineEnd = "\r", NumberAfterRefusal = true, BlankBeforeNumber = true, Missing = new HashSet<string> { "BBL?", "SCM", "IST?", "BMON", "" },
        };
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, terminal, options);
        Assert.Equal(1.5, (await bench.Stage.MoveAsync(StageTarget.Planar(1.5, 0), Token)).XMm, 0.002);
        await bench.Column.SetBlankAsync(false, Token);
        Assert.Equal(2, twin.Column.Blanker);
        Assert.Null(await bench.Column.ReadBlankAsync(Token));
        await bench.Column.SetBeamAsync(true, 6, Token);
        Assert.False(await bench.Driver.SpecimenCurrent!.ReadAsync(Token));
        Assert.Equal(Fault.NotSupported, (await RemCon32Bench.FaultOf(() => bench.Driver.SpecimenCurrent.SetAsync(true, Token))).Fault);
        // Off has to be said, or it is not off.
        Assert.Equal(Fault.NotSupported, (await RemCon32Bench.FaultOf(() => bench.Column.SetBeamAsync(false, 0, Token))).Fault);
        StopReport report = await bench.Driver.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: null, HaltConfirmed: true }, report.ToString());
        Assert.Equal(1, twin.Column.Blanker);
    }

    [Fact]
    public async Task Connect_ToSomethingElse_IsRefused()
    {
        InstrumentFaultException fault = await RemCon32Bench.FaultOf(() => RemCon32Bench.StartAsync(RemCon32Bench.Twin(), options: new RemCon32Options { Version = "PROSCAN III" }));
        Assert.Equal(Fault.NotSupported, fault.Fault);
        Assert.Contains("does not call itself SmartSEM", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BMON 0", true)]
    [InlineData(" bmon  0", true)]
    [InlineData("MAC 3", true)]
    [InlineData("mac 1", true)]
    [InlineData("MAG 500", false)]
    public void Words_ThatAreForbidden_AreTold(string text, bool isForbidden) => Assert.Equal(isForbidden, RemCon32Bench.Protocol.Forbidden.Any(words => words.Pattern.IsMatch(text)));
}
