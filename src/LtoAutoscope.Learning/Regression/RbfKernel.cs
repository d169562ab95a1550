using System.Numerics.Tensors;

namespace LtoAutoscope.Learning.Regression;

/// <summary>Rows of K(a, b) = exp(−γ·|a − b|²) over a set of points: the whole matrix at once up to 4,000 points, beyond that the rows used last.</summary>
internal sealed class RbfKernel
{
    internal const int FullMatrixLimit = 4000;
    private const long RowCacheBytes = 256L << 20;

    private readonly double[][] _points;
    private readonly double _gamma;
    private readonly double[]?[] _rows;
    private readonly Queue<int> _cached = new();
    private readonly int _capacity;

    internal RbfKernel(double[][] points, double gamma)
    {
        _points = points;
        _gamma = gamma;
        _rows = new double[points.Length][];
        _capacity = points.Length <= FullMatrixLimit
            ? points.Length
            : (int)Math.Max(16, RowCacheBytes / (8L * points.Length));
    }

    internal static double Value(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double gamma)
    {
        double squares = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = a[i] - b[i];
            squares += difference * difference;
        }

        return Math.Exp(-gamma * squares);
    }

    /// <summary>K of one point with all; the array stays valid until the next two calls at least.</summary>
    internal double[] Row(int index)
    {
        if (_rows[index] is { } known) return known;
        double[] row = new double[_points.Length];
        double[] point = _points[index];
        for (int other = 0; other < row.Length; other++)
        {
            double squares = 0;
            double[] b = _points[other];
            for (int i = 0; i < point.Length; i++)
            {
                double difference = point[i] - b[i];
                squares += difference * difference;
            }

            row[other] = -_gamma * squares;
        }

        TensorPrimitives.Exp(row, row);
        row[index] = 1;
        if (_cached.Count >= _capacity) _rows[_cached.Dequeue()] = null;
        _rows[index] = row;
        _cached.Enqueue(index);
        return row;
    }
}
