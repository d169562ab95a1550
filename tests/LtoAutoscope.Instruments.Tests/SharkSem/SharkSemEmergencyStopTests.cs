using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Instruments.Watch;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

public sealed class SharkSemEmergencyStopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StopAsync_BesideAnotherClientThatMoves_BlanksAndHaltsAndReadsBack()
    {
        await using TwinBench bench = await TwinBench.StartAsync(TwinBench.Options with { TimeFactor = 1 });
        await bench.Microscope.Column.SetBlankAsync(false, Token);
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(40, 0), Token);
        for (int tries = 0; !bench.Twin.Microscope.Stage.IsBusy; tries++)
        {
            Assert.True(tries < 1000, "The stage never moved.");
            await PatientTime.DelayAsync(5, Token);
        }

        InstrumentConfiguration configuration = (await TwinBench.LoadConfigurationAsync()).At(bench.Twin.Endpoints.SharkSem);
        EmergencyStops stops = EmergencyStops.Of(configuration, PatientTime.Instance);
        Assert.Empty(stops.Beyond);
        StopReport report = await Assert.Single(stops.Stops).StopAsync(Token);
        Assert.True(report.Sent, report.Detail);
        Assert.True(report.BlankConfirmed);
        Assert.True(report.HaltConfirmed);
        Assert.Empty(report.Faults);
        Assert.Equal(1, bench.Twin.Microscope.Column.Blanker);
        Assert.Equal(Fault.StageDidNotArrive, (await Assert.ThrowsAsync<InstrumentFaultException>(() => move)).Fault);
    }

    [Fact]
    public async Task StopAsync_NothingListens_SaysWhy()
    {
        InstrumentConfiguration configuration = (await TwinBench.LoadConfigurationAsync()).At("127.0.0.1", 9);
        StopReport report = await EmergencyStops.Of(configuration, PatientTime.Instance).Stops[0].StopAsync(Token);
        Assert.False(report.Sent);
        Assert.Contains("127.0.0.1:9", report.Detail, StringComparison.Ordinal);
        Assert.Equal(2, report.Faults.Count);
    }
}
