using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.HalfCell;

/// <summary>Benchmarks B6 (full cell against COMSOL) and B7 (LTO half cell).</summary>
public sealed class ReferenceCaseTests
{
    [Theory]
    [InlineData("comsol_01C", 0.1)]
    [InlineData("comsol_1C", 1)]
    [InlineData("comsol_3C", 3)]
    public void Run_FullCellDischarge_MeetsComsol(string file, double rate)
    {
        var rows = ReferenceCases.Read("dfn", file);
        var cell = ReferenceCases.Example("marquis2019-full-cell") with
        {
            Protocol = new Protocol([new ProtocolStep { Mode = StepMode.Current, RatePerHour = rate, UntilTimeS = rows[^1][0] }]),
            ProfileTimesS = [.. rows.Skip(1).Select(r => r[0])],
        };

        var result = HalfCellSimulation.Run(cell, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(result.Failure);
        Assert.True(result.BalanceError < 1e-6);
        double squares = 0, largest = 0;
        foreach (double[] row in rows.Skip(1))
        {
            double difference = ReferenceCases.VoltageAt(result, row[0], 1) - row[1];
            squares += difference * difference;
            largest = Math.Max(largest, Math.Abs(difference));
        }

        Assert.InRange(Math.Sqrt(squares / (rows.Count - 1)), 0, 0.5e-3);
        Assert.InRange(largest, 0, 3e-3);
        Assert.Equal(rows[0][1], result.Curve[1].VoltageV, 0.5e-3);
    }

    [Theory]
    [InlineData("lto_base_R25_C5", 25, 0.2, false, 0.99978)]
    [InlineData("lto_base_R125_C5", 125, 0.2, false, 0.99419)]
    [InlineData("lto_base_R125_1C", 125, 1, false, 0.97020)]
    [InlineData("lto_side_R50_C5", 50, 0.2, true, 0.98849)]
    [InlineData("lto_side_R125_C5", 125, 0.2, true, 0.99172)]
    public void Run_LtoHalfCell_MeetsTheIndependentModel(string file, double radiusNm, double rate, bool side, double ce1)
    {
        var rows = ReferenceCases.Read("lto", file);
        var result = HalfCellSimulation.Run(ReferenceCases.Lto(radiusNm * 1e-9, rate, side), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(result.Failure);
        Assert.True(result.BalanceError < 1e-6);
        Assert.Equal(ce1, result.Ce1, 5e-5);
        double turn = rows.Where(r => r[1] > 0).Max(r => r[0]), squares = 0;
        int count = 0;
        foreach (double[] row in rows)
        {
            // Beside the cut-offs the voltage is so steep that it compares times, not voltages.
            if (row[0] < 1 || Math.Abs(row[0] - turn) < 60 / rate || rows[^1][0] - row[0] < 60 / rate) continue;
            double difference = ReferenceCases.VoltageAt(result, row[0], row[1]) - row[2];
            squares += difference * difference;
            count++;
        }

        Assert.True(count > 20);
        Assert.InRange(Math.Sqrt(squares / count), 0, 1.5e-3);
        Assert.Equal(rows[^1][5], result.Curve[^1].FilmM, 0.012 * rows[^1][5] + 1e-16);
    }
}
