using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>Anderson acceleration of a fixed-point iteration x = g(x) (Walker and Ni, SIAM J. Numer. Anal. 49 (2011) 1715, type II).</summary>
internal sealed class AndersonMixer(int depth)
{
    private readonly List<(double[] Given, double[] Difference)> _past = [];

    internal bool IsEmpty => _past.Count == 0;

    internal void Clear() => _past.Clear();

    /// <summary>The next x from x and g(x).</summary>
    /// <param name="given">x.</param>
    /// <param name="found">g(x).</param>
    /// <param name="largest">No entry moves by more than this in one go.</param>
    internal double[] Next(double[] given, double[] found, double largest)
    {
        int n = given.Length;
        var difference = new double[n];
        for (int i = 0; i < n; i++) difference[i] = found[i] - given[i];
        _past.Add((given, difference));
        if (_past.Count > depth + 1) _past.RemoveAt(0);
        int columns = _past.Count - 1;
        var next = (double[])found.Clone();
        if (columns > 0)
        {
            // min ‖f − ΔF γ‖ by normal equations with a whisper of regularisation; x⁺ = g − (ΔX + ΔF) γ.
            var gram = Matrix<double>.Build.Dense(columns, columns);
            var right = Vector<double>.Build.Dense(columns);
            for (int a = 0; a < columns; a++)
            {
                right[a] = Dot(a, difference);
                for (int b = 0; b <= a; b++)
                {
                    double sum = 0;
                    for (int i = 0; i < n; i++) sum += Delta(a, i) * Delta(b, i);
                    gram[a, b] = gram[b, a] = sum;
                }
            }

            double whisper = 1e-12 * Math.Max(gram.Trace(), double.Epsilon);
            for (int a = 0; a < columns; a++) gram[a, a] += whisper;
            var gamma = gram.Solve(right);
            for (int a = 0; a < columns; a++)
            {
                if (!double.IsFinite(gamma[a])) continue;
                for (int i = 0; i < n; i++) next[i] -= gamma[a] * (_past[a + 1].Given[i] - _past[a].Given[i] + Delta(a, i));
            }
        }

        double most = 0;
        for (int i = 0; i < n; i++) most = Math.Max(most, Math.Abs(next[i] - given[i]));
        double share = most > largest ? largest / most : 1;
        for (int i = 0; i < n; i++) next[i] = given[i] + (share * (next[i] - given[i]));
        return next;
    }

    private double Delta(int column, int i) => _past[column + 1].Difference[i] - _past[column].Difference[i];

    private double Dot(int column, double[] difference)
    {
        double sum = 0;
        for (int i = 0; i < difference.Length; i++) sum += Delta(column, i) * difference[i];
        return sum;
    }
}
