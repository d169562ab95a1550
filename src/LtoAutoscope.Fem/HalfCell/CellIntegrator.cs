using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>
/// Takes a porous cell through time: BDF2 of variable step with local error control, exact location of what ends a step, and the balances
/// of lithium and salt after each step.
/// </summary>
internal sealed class CellIntegrator(CellCase cell)
{
    private const int LocateIterations = 100;

    private double _lastDt;
    private double _dtBeforeLast;
    private int _known;
    private double _chargeBefore;

    internal PorousCell Cell { get; } = new(cell);

    internal double TimeS { get; private set; }

    internal double CurrentAM2 { get; private set; }

    internal double VoltageV { get; private set; }

    /// <summary>Charge since the start, discharge positive, C/m². Summed by the step's own formula, as lithium is.</summary>
    internal double ChargeCM2 { get; private set; }

    internal double BalanceError { get; private set; }

    internal int Steps { get; private set; }

    /// <summary>Forgets the past: the next step is backward Euler.</summary>
    internal void Restart() => _known = 0;

    internal StepFormula Formula(double dt) => StepFormula.Create(dt, _lastDt, _dtBeforeLast, _known);

    internal void SetInitialVoltage() => VoltageV = Cell.Voltage(0);

    /// <summary>Takes the last attempt as the new state.</summary>
    internal void Accept(in StepFormula formula, in StepAttempt attempt)
    {
        Cell.Commit(formula);
        double charge = ((formula.Dt * attempt.CurrentAM2) - (formula.Alpha1 * ChargeCM2) - (formula.Alpha2 * _chargeBefore)) / formula.Alpha0;
        (_chargeBefore, ChargeCM2) = (ChargeCM2, charge);
        (_dtBeforeLast, _lastDt) = (_lastDt, formula.Dt);
        _known = Math.Min(_known + 1, 2);
        TimeS += formula.Dt;
        (VoltageV, CurrentAM2) = (attempt.VoltageV, attempt.CurrentAM2);
        Steps++;
        foreach (var electrode in Cell.Electrodes)
        {
            var (film, surface) = electrode.SideCharge();
            double taken = electrode.Content() - electrode.ContentAtStart + film + surface, expected = electrode == Cell.Positive ? ChargeCM2 : -ChargeCM2;
            BalanceError = Math.Max(BalanceError, Math.Abs(taken - expected) / electrode.Design.CapacityCM2);
        }

        if (!Cell.Lumped) BalanceError = Math.Max(BalanceError, Cell.SaltError);
    }

    /// <summary>
    /// Finds the step within (0, <paramref name="longest"/>] at whose end <paramref name="excess"/> of the attempt vanishes; it is positive
    /// for short steps and negative for long ones. False position with Illinois' correction, bisection where that stalls.
    /// </summary>
    /// <param name="longest">Upper end, s.</param>
    /// <param name="attempt">One step of a given formula.</param>
    /// <param name="excess">What must vanish, relative.</param>
    /// <returns>Formula and attempt that meet it, the attempt being the cell's last one; null where the bracket has no root.</returns>
    internal (StepFormula Formula, StepAttempt Attempt)? Locate(double longest, Func<StepFormula, StepAttempt> attempt, Func<StepAttempt, double> excess)
    {
        double low = 0, high = longest, dt = longest, excessLow = double.NaN, excessHigh = double.NaN;
        int side = 0;
        for (int i = 0; i < LocateIterations; i++)
        {
            var formula = Formula(dt);
            var result = attempt(formula);
            if (!result.Converged)
            {
                // A step that is too long for the voltage held counts as beyond; one that fails however short does not.
                if (i > 40) return null;
                (high, excessHigh) = (dt, double.NaN);
                dt = 0.5 * (low + high);
                continue;
            }

            double value = excess(result);
            if (Math.Abs(value) < 1e-8 || (i > 0 && high - low < 1e-13 * (TimeS + longest))) return (formula, result);
            if (value > 0)
            {
                if (i == 0) return value < 1e-6 ? (formula, result) : null;
                (low, excessLow) = (dt, value);
                if (side == 1) excessHigh *= 0.5;
                side = 1;
            }
            else
            {
                (high, excessHigh) = (dt, value);
                if (side == -1) excessLow *= 0.5;
                side = -1;
            }

            double next = low + ((high - low) * excessLow / (excessLow - excessHigh));
            dt = i % 6 == 5 || !(next > low && next < high) ? 0.5 * (low + high) : next;
        }

        return null;
    }
}
