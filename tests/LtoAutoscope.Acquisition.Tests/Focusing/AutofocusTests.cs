using LtoAutoscope.Acquisition.Focusing;
using LtoAutoscope.Acquisition.Tests.Running;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Tests.Focusing;

public sealed class AutofocusTests
{
    private static readonly ExposureSettings Exposure = new() { WidthPx = 256, HeightPx = 192 };

    [Theory]
    [InlineData(5.000)]
    [InlineData(5.010)]
    [InlineData(4.996)]
    public async Task Search_FromEitherSide_FindsTheSharpPlane(double startMm)
    {
        var world = new World();
        var microscope = new BenchMicroscope(world, CrashPlan.Never);
        FocusResult result = await new Autofocus(microscope, microscope).SearchAsync(Exposure, new FocusSettings { RangeMm = 0.012, Steps = 9 }, startMm, TestContext.Current.CancellationToken);

        Assert.Equal(World.SharpAtMm, result.WorkingDistanceMm, 0.0005);
        Assert.Equal(result.WorkingDistanceMm, world.WorkingDistanceMm);
    }

    [Fact]
    public async Task Search_PeakOutsideTwiceTheRange_DeclinesAndGoesBack()
    {
        var world = new World();
        var microscope = new BenchMicroscope(world, CrashPlan.Never);
        var fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => new Autofocus(microscope, microscope)
            .SearchAsync(Exposure, new FocusSettings { RangeMm = 0.01, Steps = 7 }, 5.2, TestContext.Current.CancellationToken));

        Assert.Equal(Fault.FocusNotFound, fault.Fault);
        Assert.Equal(5.2, world.WorkingDistanceMm);
    }
}
