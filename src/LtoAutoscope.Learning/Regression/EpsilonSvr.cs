using System.Numerics;

namespace LtoAutoscope.Learning.Regression;

/// <summary>
/// Solver of ε-support-vector regression with the kernel K(a, b) = exp(−γ·|a − b|²):
/// minimise ½·(α − α*)ᵀK(α − α*) + ε·Σ(α + α*) − Σ y·(α − α*) with Σ(α − α*) = 0 and 0 ≤ α, α* ≤ C.
/// Sequential minimal optimisation; the pair is chosen by second-order information
/// (R.-E. Fan, P.-H. Chen, C.-J. Lin, J. Mach. Learn. Res. 6 (2005) 1889, working set selection 2), as LIBSVM does.
/// The gradient of α and of α* differ by sign and 2ε only, so one array of length n serves both.
/// </summary>
/// <remarks>Thread safety: stateless.</remarks>
internal static class EpsilonSvr
{
    private const double Tiny = 1e-12;
    private const int Refreshes = 4;

    /// <summary>Solves the dual.</summary>
    /// <param name="points">Standardised features, one array a row.</param>
    /// <param name="targets">One a row.</param>
    /// <param name="parameters">C, ε and γ.</param>
    /// <param name="tolerance">Stop once no pair violates the optimality conditions by more, units of the target; never less than 1e-15·(C·n + max|y|), where rounding ends.</param>
    /// <param name="cancellationToken">Checked every thousand steps.</param>
    /// <returns>The solution; after 10 million steps (or 100 n, if that is more) the one reached, whose <see cref="SmoSolution.Violation"/> tells.</returns>
    internal static SmoSolution Solve(
        double[][] points, double[] targets, SvrHyperparameters parameters, double tolerance, CancellationToken cancellationToken)
    {
        int n = points.Length;
        (double c, double epsilon, double gamma) = parameters;
        var kernel = new RbfKernel(points, gamma);
        var up = new double[n];       // α
        var down = new double[n];     // α*
        var residual = new double[n]; // f − y, without the offset
        var rise = new double[n];     // what a variable that may grow along the constraint adds to −residual
        var fall = new double[n];     // what one that may shrink adds to residual
        for (int i = 0; i < n; i++)
        {
            residual[i] = -targets[i];
            (rise[i], fall[i]) = (-epsilon, -epsilon);
        }

        // Sums of n terms up to C cannot be told apart any finer in double precision.
        tolerance = Math.Max(tolerance, 1e-15 * (c * n + targets.Max(Math.Abs)));
        long limit = Math.Max(10_000_000L, 100L * n), iterations = 0;
        int refreshes = 0;
        (int first, double largest) = Update(residual, rise, residual, residual, 0);
        double violation;
        while (true)
        {
            if (iterations % 1000 == 0) cancellationToken.ThrowIfCancellationRequested();
            double[] rowFirst = kernel.Row(first);
            (int second, double gain, violation) = Second(residual, fall, rowFirst, largest);
            if (violation < tolerance || second < 0)
            {
                // Sums of millions of small steps drift: make the residual anew before believing it.
                if (iterations == 0 || refreshes++ >= Refreshes || !Refresh(kernel, residual, targets, up, down)) break;
                (first, largest) = Update(residual, rise, residual, residual, 0);
                continue;
            }

            if (++iterations > limit) break;
            double[] rowSecond = kernel.Row(second);
            bool firstIsUp = down[first] == 0, secondIsUp = up[second] > 0;
            double roomFirst = firstIsUp ? c - up[first] : down[first];
            double roomSecond = secondIsUp ? up[second] : c - down[second];
            double step = Math.Min(gain / Math.Max(2 - 2 * rowFirst[second], Tiny), Math.Min(roomFirst, roomSecond));
            if (firstIsUp) up[first] = step == roomFirst ? c : up[first] + step;
            else down[first] = step == roomFirst ? 0 : down[first] - step;
            if (secondIsUp) up[second] = step == roomSecond ? 0 : up[second] - step;
            else down[second] = step == roomSecond ? c : down[second] + step;
            foreach (int changed in (ReadOnlySpan<int>)[first, second])
            {
                rise[changed] = down[changed] > 0 ? epsilon : up[changed] < c ? -epsilon : double.NegativeInfinity;
                fall[changed] = up[changed] > 0 ? epsilon : down[changed] < c ? -epsilon : double.NegativeInfinity;
            }

            (first, largest) = Update(residual, rise, rowFirst, rowSecond, step);
        }

        return Finish(residual, targets, up, down, c, epsilon, iterations, violation);
    }

    /// <summary>Moves the residual by step·(rowFirst − rowSecond), and finds the variable whose growth promises most: the largest −yG over those that may grow.</summary>
    private static (int Index, double Value) Update(double[] residual, double[] rise, double[] rowFirst, double[] rowSecond, double step)
    {
        int lanes = Vector<double>.Count, t = 0;
        var bests = new Vector<double>(double.NegativeInfinity);
        Vector<long> indices = new(-1), current = Vector<long>.Indices, stride = new(lanes);
        for (; t <= residual.Length - lanes; t += lanes, current += stride)
        {
            var f = new Vector<double>(residual, t);
            if (step != 0)
            {
                f += step * (new Vector<double>(rowFirst, t) - new Vector<double>(rowSecond, t));
                f.CopyTo(residual, t);
            }

            Vector<double> value = new Vector<double>(rise, t) - f;
            Vector<long> better = Vector.GreaterThan(value, bests);
            bests = Vector.ConditionalSelect(better, value, bests);
            indices = Vector.ConditionalSelect(better, current, indices);
        }

        (int best, double largest) = (-1, double.NegativeInfinity);
        for (int lane = 0; lane < lanes; lane++)
            if (bests[lane] > largest) (best, largest) = ((int)indices[lane], bests[lane]);
        for (; t < residual.Length; t++)
        {
            if (step != 0) residual[t] += step * (rowFirst[t] - rowSecond[t]);
            if (rise[t] - residual[t] > largest) (best, largest) = (t, rise[t] - residual[t]);
        }

        return (best, largest);
    }

    /// <summary>Its partner: the largest decrease of the objective to second order, gain² over curvature, among those that may shrink.</summary>
    private static (int Index, double Gain, double Violation) Second(double[] residual, double[] fall, double[] row, double largest)
    {
        int lanes = Vector<double>.Count, t = 0;
        Vector<double> bests = Vector<double>.Zero, gains = Vector<double>.Zero, violations = new(double.NegativeInfinity), offset = new(largest), tiny = new(Tiny), two = new(2);
        Vector<long> indices = new(-1), current = Vector<long>.Indices, stride = new(lanes);
        for (; t <= residual.Length - lanes; t += lanes, current += stride)
        {
            Vector<double> gain = offset + new Vector<double>(residual, t) + new Vector<double>(fall, t);
            violations = Vector.Max(violations, gain);
            Vector<double> decrease = gain * gain / Vector.Max(two - two * new Vector<double>(row, t), tiny);
            Vector<long> better = Vector.GreaterThan(gain, Vector<double>.Zero) & Vector.GreaterThan(decrease, bests);
            bests = Vector.ConditionalSelect(better, decrease, bests);
            gains = Vector.ConditionalSelect(better, gain, gains);
            indices = Vector.ConditionalSelect(better, current, indices);
        }

        (int best, double bestDecrease, double bestGain, double violation) = (-1, 0, 0, double.NegativeInfinity);
        for (int lane = 0; lane < lanes; lane++)
        {
            violation = Math.Max(violation, violations[lane]);
            if (bests[lane] > bestDecrease) (best, bestDecrease, bestGain) = ((int)indices[lane], bests[lane], gains[lane]);
        }

        for (; t < residual.Length; t++)
        {
            double gain = largest + residual[t] + fall[t];
            violation = Math.Max(violation, gain);
            double decrease = gain * gain / Math.Max(2 - 2 * row[t], Tiny);
            if (gain > 0 && decrease > bestDecrease) (best, bestDecrease, bestGain) = (t, decrease, gain);
        }

        return (best, bestGain, violation);
    }

    private static bool Refresh(RbfKernel kernel, double[] residual, double[] targets, double[] up, double[] down)
    {
        var fresh = new double[residual.Length];
        for (int k = 0; k < fresh.Length; k++) fresh[k] = -targets[k];
        for (int i = 0; i < fresh.Length; i++)
        {
            double beta = up[i] - down[i];
            if (beta == 0) continue;
            double[] row = kernel.Row(i);
            for (int k = 0; k < fresh.Length; k++) fresh[k] += beta * row[k];
        }

        bool changed = false;
        for (int k = 0; k < fresh.Length; k++)
        {
            changed |= fresh[k] != residual[k];
            residual[k] = fresh[k];
        }

        return changed;
    }

    private static SmoSolution Finish(
        double[] residual, double[] targets, double[] up, double[] down, double c, double epsilon, long iterations, double violation)
    {
        int n = residual.Length, free = 0;
        double sum = 0, low = double.NegativeInfinity, high = double.PositiveInfinity, objective = 0;
        var coefficients = new double[n];
        for (int i = 0; i < n; i++)
        {
            coefficients[i] = up[i] - down[i];
            // aᵀ(G + p)/2 with G + p = Kβ − 2y·… written with the residual r = Kβ − y.
            objective += 0.5 * coefficients[i] * (residual[i] - targets[i]) + epsilon * (up[i] + down[i]);
            Bound(up[i], residual[i] + epsilon, isUp: true);
            Bound(down[i], residual[i] - epsilon, isUp: false);
        }

        double rho = free > 0 ? sum / free : (low + high) / 2;
        return new SmoSolution(coefficients, rho, objective, iterations, violation);

        void Bound(double alpha, double signedGradient, bool isUp)
        {
            if (alpha > 0 && alpha < c)
            {
                free++;
                sum += signedGradient;
            }
            else if ((alpha == 0) == isUp)
            {
                high = Math.Min(high, signedGradient);
            }
            else
            {
                low = Math.Max(low, signedGradient);
            }
        }
    }
}
