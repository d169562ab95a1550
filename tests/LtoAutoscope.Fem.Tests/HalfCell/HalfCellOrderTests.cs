using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.HalfCell;

public sealed class HalfCellOrderTests
{
    [Fact]
    public void Run_HalvedSteps_ConvergeInSecondOrder()
    {
        double At(double step)
        {
            var cell = Discharge(600, new SolverSettings { ElectrodeCells = 6, SeparatorCells = 4, FixedStepS = step });
            return HalfCellSimulation.Run(cell, cancellationToken: TestContext.Current.CancellationToken).Curve[^1].VoltageV;
        }

        double a = At(20), b = At(10), c = At(5);
        double order = Math.Log2((a - b) / (b - c));
        Assert.InRange(order, 1.9, 2.3);
    }

    [Fact]
    public void Run_HalvedCells_ConvergeInSecondOrder()
    {
        double At(int cells)
        {
            var cell = Discharge(300, new SolverSettings { ElectrodeCells = 2 * cells, SeparatorCells = cells, FixedStepS = 10 });
            return HalfCellSimulation.Run(cell, cancellationToken: TestContext.Current.CancellationToken).Curve[^1].VoltageV;
        }

        double a = At(4), b = At(8), c = At(16);
        double order = Math.Log2((a - b) / (b - c));
        Assert.InRange(order, 1.9, 2.3);
    }

    [Fact]
    public void Run_MoreRadialNodes_ConvergeInSecondOrder()
    {
        double At(int nodes)
        {
            var cell = Discharge(300, new SolverSettings { ElectrodeCells = 2, SeparatorCells = 2, FixedStepS = 10, RadialNodes = nodes });
            cell = cell with { Positive = cell.Positive with { SolidDiffusivity = Functions("1e-13*(0.5 + x)") }, Negative = cell.Negative! with { SolidDiffusivity = Functions("3.9e-14*(1.5 - x)") } };
            return HalfCellSimulation.Run(cell, cancellationToken: TestContext.Current.CancellationToken).Curve[^1].VoltageV;
        }

        double a = At(15), b = At(29), c = At(57);
        double order = Math.Log2((a - b) / (b - c));
        Assert.InRange(order, 1.8, 2.4);
    }

    private static Fem.Functions.ExpressionFunction Functions(string text) => Fem.Functions.ExpressionFunction.Compile(text, "x", "test");

    private static CellCase Discharge(double timeS, SolverSettings settings) => ReferenceCases.Example("marquis2019-full-cell") with
    {
        Protocol = new Protocol([new ProtocolStep { Mode = StepMode.Current, RatePerHour = 3, UntilTimeS = timeS }]),
        Solver = settings,
    };
}
