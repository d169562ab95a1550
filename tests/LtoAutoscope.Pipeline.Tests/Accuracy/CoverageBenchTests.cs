using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Pipeline.Accuracy;

namespace LtoAutoscope.Pipeline.Tests.Accuracy;

public sealed class CoverageBenchTests
{
    private static readonly MeasurementAccuracy Errors = new()
    {
        ModelSha256 = new string('a', 64), Basis = "test", DiameterNm = new(0.004, 0.01, 0.004, 0.01, 0.04, 30), AspectRatio = new(0.005, 0.01, 0.005, 0.01, 0.05, 30),
        FractalDimension = new(0.004, 0.008, 0.004, 0.008, 0.02, 30), TypicalEdge = new EdgeResponse(2, -0.15, 0.02, -0.01, -0.003, -0.003, -0.004),
    };

    [Fact]
    public void Run_StatedIntervals_CoverAsOftenAsTheySay()
    {
        CoverageReport report = CoverageBench.Run(new CoverageOptions { Errors = Errors, Trials = 120, Replicates = 100 }, null, TestContext.Current.CancellationToken);

        foreach (CoverageRow row in report.Rows) TestContext.Current.TestOutputHelper!.WriteLine(row.ToString());

        // Binomial(120, 0.95) lies within these in all but a few of a thousand cases.
        Assert.All(report.Rows, row => Assert.InRange(row.Stated, 0.88, 0.995));
        Assert.All(report.Rows, row => Assert.InRange(row.Sampling, 0.88, 1));

        // What the frames are for: taking all particles as independent covers too little.
        Assert.All(report.Rows.Where(row => row.Measure == "diameter_nm"), row => Assert.True(row.Independent < 0.88 && row.Independent < row.Sampling));
    }

    [Fact]
    public void Run_SameSeed_SameReport()
    {
        var options = new CoverageOptions { Errors = Errors, Trials = 10, Replicates = 50 };

        Assert.Equal(CoverageBench.Run(options, null, TestContext.Current.CancellationToken).Rows, CoverageBench.Run(options, null, TestContext.Current.CancellationToken).Rows);
    }

    [Fact]
    public void Run_TooFewTrials_IsRefused()
        => Assert.Throws<InputException>(() => CoverageBench.Run(new CoverageOptions { Errors = Errors, Trials = 3 }, null, TestContext.Current.CancellationToken));
}
