using LtoAutoscope.Acquisition.Focusing;
using LtoAutoscope.Acquisition.Tests.Running;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Tests.Focusing;

/// <summary>On a picture of stripes that knows no noise; with noise and over the wire: <see cref="OpticsKeeperTests"/>.</summary>
public sealed class AutofocusTests
{
    private static readonly ExposureSettings Exposure = new() { WidthPx = 256, HeightPx = 192 };

    [Theory]
    [InlineData(5.000)]
    [InlineData(5.010)]
    [InlineData(4.996)]
    public async Task Find_FromEitherSide_FindsTheSharpPlane(double startMm)
    {
        var world = new World();
        FocusResult result = await FindAsync(world, startMm, rangeMm: 0.012);

        Assert.Null(result.Decline);
        Assert.Equal(World.SharpAtMm, result.WorkingDistanceMm, 0.0005);
        Assert.Equal(result.WorkingDistanceMm, world.WorkingDistanceMm);
    }

    [Fact]
    public async Task Find_PeakOutsideTwiceTheRange_DeclinesAndGoesBack()
    {
        var world = new World();
        FocusResult result = await FindAsync(world, startMm: 5.2, rangeMm: 0.01);

        Assert.NotNull(result.Decline);
        Assert.NotEmpty(result.Reason);
        Assert.Equal((5.2, 5.2), (result.WorkingDistanceMm, world.WorkingDistanceMm));
    }

    [Fact]
    public async Task Find_ScannerFails_GoesBackAndTellsTheFault()
    {
        var world = new World();
        var microscope = new BenchMicroscope(world, CrashPlan.Never);
        int scans = 0;
        var fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => new Autofocus(microscope).FindAsync(
            Search(5.01, 0.012), async (divisor, token) => ++scans == 4 ? throw new InstrumentFaultException(Fault.FrameIncomplete, "as the test says") : await microscope.ScanFrameAsync(Request(divisor), null, token), Token));

        Assert.Equal(Fault.FrameIncomplete, fault.Fault);
        Assert.Equal(5.01, world.WorkingDistanceMm);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<FocusResult> FindAsync(World world, double startMm, double rangeMm)
    {
        var microscope = new BenchMicroscope(world, CrashPlan.Never);
        return new Autofocus(microscope).FindAsync(Search(startMm, rangeMm), async (divisor, token) => await microscope.ScanFrameAsync(Request(divisor), null, token), Token);
    }

    private static FocusSearch Search(double startMm, double rangeMm)
        => new() { Exposure = Exposure, Focus = new FocusSettings { RangeMm = rangeMm, Steps = 9 }, FieldWidthUm = 3, StartMm = startMm };

    private static ScanRequest Request(int divisor) => new(Exposure.WidthPx / Math.Min(divisor, 2), Exposure.HeightPx / Math.Min(divisor, 2), 16, 3);
}
