using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Benchmarks;

namespace LtoAutoscope.Fem.Tests.Benchmarks;

public sealed class ConvergenceStudyTests
{
    [Fact]
    public void Run_TwoGrids_GiveTheSameEfficiency()
    {
        var options = new CellModelOptions { Grid = 16, Particles = 6, Realisations = 1, Threads = 2, RatePerHour = 1 };

        var rows = new ConvergenceStudy().Run(
            Samples.Morphology(), new Material { Name = "lto" }, options, [16, 24], [3], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["grid", "grid", "box"], rows.Select(r => r.Series));
        Assert.Equal([16, 24, 13], rows.Select(r => r.Grid));
        Assert.Equal(rows[0].Ce1, rows[1].Ce1, 5e-4);
        Assert.Equal(1.5, rows[1].VoxelsAcross / rows[0].VoxelsAcross, 1e-9);
        Assert.All(rows, r => Assert.Equal(1, r.Ce1 + r.TrappedShare + r.SideShare, 1e-6));
        Assert.All(rows, r => Assert.True(r.BalanceError < 1e-6 && r.MemoryMb > 0));
    }
}
