using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Twin;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Composition;

/// <summary>A microscope whose stage is of another make, over two real wires.</summary>
public sealed class ComposedMicroscopeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("prior")]
    [InlineData("tango")]
    [InlineData("pi")]
    public async Task Microscope_WithAStageOfAnotherMake_MovesItBehindTheInterlockStopsItAndReconnects(string protocol)
    {
        await using TwinHost twin = await TwinHost.StartAsync(
            TwinBench.Options with { Servers = [new TwinServer(protocol, 0)] }, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token);
        InstrumentConfiguration configuration = (await TwinBench.LoadConfigurationAsync()).At(twin.Endpoints.SharkSem);
        configuration = (configuration with { Stage = new PartConfiguration(protocol, null) }).At(protocol, twin.Endpoints[protocol]);
        Assert.Equal(2, configuration.Endpoints.Count);
        await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(configuration, PatientTime.Instance, NullLoggerFactory.Instance, Token);
        await microscope.Stage.MoveAsync(StageTarget.Planar(4, 5), Token);
        Assert.Equal(4, twin.Microscope.Stage.True.XMm, 0.002);
        Assert.Equal(Fault.InterlockRefused, (await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Stage.MoveAsync(StageTarget.Planar(49, 5), Token))).Fault);
        StopReport report = await microscope.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true }, report.Detail);
        microscope.ClearStop();
        await microscope.ReconnectAsync(Token);
        await microscope.Stage.MoveAsync(StageTarget.Planar(0, 0), Token);
        Assert.Equal(0, twin.Microscope.Stage.True.XMm, 0.002);
    }

    [Fact]
    public async Task Microscope_OneOfItsWiresLost_IsALostLink()
    {
        await using TwinHost twin = await TwinHost.StartAsync(
            TwinBench.Options with { Servers = [new TwinServer("tango", 0)] }, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token);
        InstrumentConfiguration configuration = (await TwinBench.LoadConfigurationAsync()).At(twin.Endpoints.SharkSem);
        configuration = (configuration with { Stage = new PartConfiguration("tango", null) }).At("tango", twin.Endpoints["tango"]);
        await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(configuration, PatientTime.Instance, NullLoggerFactory.Instance, Token);
        await twin.Listeners["tango"].DropConnectionsAsync();
        Assert.Equal(Fault.LinkLost, (await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Stage.ReadPositionAsync(Token))).Fault);
        // The column is on another wire: it still blanks, and the report tells what did not go out.
        StopReport report = await microscope.StopAsync(Token);
        Assert.False(report.Sent);
        Assert.True(report.BlankConfirmed);
        Assert.Null(report.HaltConfirmed);
        microscope.ClearStop();
        await microscope.ReconnectAsync(Token);
        await microscope.Stage.MoveAsync(StageTarget.Planar(1, 0), Token);
    }

    [Fact]
    public async Task Microscope_WhoseStageNothingStops_MovesInShortStepsAndAStopEndsTheWayBetweenTwo()
    {
        await using TwinHost twin = await TwinHost.StartAsync(
            TwinBench.Options with { Servers = [new TwinServer("smaract-cu", 0)] }, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token);
        InstrumentConfiguration configuration = (await TwinBench.LoadConfigurationAsync()).At(twin.Endpoints.SharkSem);
        configuration = (configuration with { Stage = new PartConfiguration("smaract-cu", null) }).At("smaract-cu", twin.Endpoints["smaract-cu"]);
        await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(configuration, PatientTime.Instance, NullLoggerFactory.Instance, Token);
        Assert.False(microscope.StopAbility!.InterruptsMoves);
        await microscope.Stage.MoveAsync(StageTarget.Planar(2.5, 0), Token);
        Assert.Equal(2.5, twin.Microscope.Stage.True.XMm, 0.002);
        Assert.True(twin.Microscope.Stage.Moves >= 3, "no step is longer than 1 mm");
        // Refused as a whole, before the first step.
        long before = twin.Microscope.Stage.Moves;
        await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Stage.MoveAsync(StageTarget.Planar(49, 0), Token));
        Assert.Equal(before, twin.Microscope.Stage.Moves);
        Task<StagePosition> move = microscope.Stage.MoveAsync(StageTarget.Planar(30, 0), Token);
        while (twin.Microscope.Stage.True.XMm < 5 && !move.IsCompleted) await PatientTime.DelayAsync(5, Token);
        await microscope.StopAsync(Token);
        Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => move)).Fault);
        Assert.InRange(twin.Microscope.Stage.True.XMm, 4, 29);
    }

    [Fact]
    public async Task Vacuum_ThatTheWireDoesNotTell_LetsNoBeamOnUnlessTheLabVouches()
    {
        await using TwinHost twin = await TwinHost.StartAsync(
            TwinBench.Options with { Servers = [new TwinServer("xl30", 0)] }, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token);
        string yaml = $$"""
            name: xl
            column: {protocol: xl30, host: 127.0.0.1, port: {{twin.Endpoints["xl30"].Split(':')[1]}}, field_width_constant_mm: 120}
            image_source: {kind: watched_folder, folder: {{Path.GetTempPath()}}}
            limits: {x_mm: [-20, 20], y_mm: [-20, 20], z_mm: [1, 28], rotation_deg: [0, 0], tilt_deg: [0, 0]}
            vacuum: {vouched: VOUCHED}
            """;
        foreach (bool vouched in (bool[])[false, true])
        {
            InstrumentConfiguration configuration = InstrumentConfiguration.Parse(yaml.Replace("VOUCHED", vouched ? "true" : "false", StringComparison.Ordinal), "xl.yaml");
            await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(
                configuration, PatientTime.Instance, NullLoggerFactory.Instance, Token, null, new NoPictures());
            Task beam = microscope.Column.SetBeamAsync(true, 5, Token);
            if (vouched) await beam;
            else Assert.Contains("vacuum", (await Assert.ThrowsAsync<InstrumentFaultException>(() => beam)).Detail, StringComparison.Ordinal);
        }
    }

    private sealed class NoPictures : IImageFileReader
    {
        public GreyImage Read(string path) => throw new InputException("no picture is read here", path, "Read none");
    }
}
