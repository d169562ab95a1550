namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// The weights of one implicit step of variable length: backward Euler, or second-order backward differences (BDF2), and of the
/// polynomial through the last states that predicts its result.
/// </summary>
internal readonly struct StepFormula
{
    private StepFormula(double dt) => Dt = dt;

    /// <summary>Length, s.</summary>
    internal double Dt { get; private init; }

    internal double Alpha0 { get; private init; }

    internal double Alpha1 { get; private init; }

    internal double Alpha2 { get; private init; }

    internal double Predict0 { get; private init; }

    internal double Predict1 { get; private init; }

    internal double Predict2 { get; private init; }

    /// <summary>Local error over the difference between result and prediction.</summary>
    internal double ErrorRatio { get; private init; }

    /// <param name="dt">Length of the step, s.</param>
    /// <param name="last">Length of the step before, s.</param>
    /// <param name="beforeLast">Length of the one before that, s.</param>
    /// <param name="known">States known beyond the present one: 0, 1, or 2 and more.</param>
    internal static StepFormula Create(double dt, double last, double beforeLast, int known)
    {
        if (known == 0) return new StepFormula(dt) { Alpha0 = 1, Alpha1 = -1, Predict0 = 1, ErrorRatio = 0.5 };
        double w = dt / last;
        var formula = new StepFormula(dt) { Alpha0 = (1 + (2 * w)) / (1 + w), Alpha1 = -(1 + w), Alpha2 = w * w / (1 + w) };
        if (known == 1) return formula with { Predict0 = 1 + w, Predict1 = -w, ErrorRatio = 0.33 };

        // Lagrange polynomial through t = 0, −last, −(last + beforeLast), taken at dt.
        double t1 = -last, t2 = -(last + beforeLast);
        // With w the ratio of the last two lengths, BDF2 errs by (1+w)²/(6w(1+2w))·dt³ times the third derivative and the polynomial
        // by dt(dt−t₁)(dt−t₂)/6 times it, with opposite signs.
        double method = dt * dt * dt * (1 + w) * (1 + w) / (6 * w * (1 + (2 * w)));
        double prediction = dt * (dt - t1) * (dt - t2) / 6;
        return formula with
        {
            Predict0 = (dt - t1) * (dt - t2) / (t1 * t2),
            Predict1 = dt * (dt - t2) / (t1 * (t1 - t2)),
            Predict2 = dt * (dt - t1) / (t2 * (t2 - t1)),
            ErrorRatio = method / (method + prediction),
        };
    }
}
