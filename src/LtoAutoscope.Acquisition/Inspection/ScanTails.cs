using LtoAutoscope.Acquisition.Drift;

namespace LtoAutoscope.Acquisition.Inspection;

/// <summary>
/// Tails of charging along the scan: by how much the ground darkens where bright things lie behind rather than ahead in the line. The bright parts are
/// asked as well: where they are brighter on the side of the tail, the things are lit from that side, and what lies behind them is shadow.
/// </summary>
internal static class ScanTails
{
    /// <summary>Length over which a tail is looked for, share of the width.</summary>
    private const double Length = 0.02;

    /// <summary>Change of the grey of ground and of bright parts for one unit of grey that lies behind rather than ahead; below 0 darker behind bright things.</summary>
    internal static (double Ground, double Bright) Of(GreyPlane plane, double mean)
    {
        int width = plane.Width, border = (int)(3 * Length * width);
        float keep = (float)Math.Exp(-1 / (Length * width)), give = 1 - keep, middle = (float)mean;
        var behind = new float[width];
        var ground = new Line();
        var bright = new Line();
        ReadOnlySpan<float> grey = plane.Values;
        for (int y = 0; y < plane.Height; y++)
        {
            ReadOnlySpan<float> row = grey.Slice(y * width, width);
            float charge = middle;
            for (int x = 0; x < width; x++)
            {
                behind[x] = charge;
                charge = keep * charge + give * row[x];
            }

            charge = middle;
            for (int x = width - 1; x >= border; x--)
            {
                float here = row[x];
                if (x < width - border)
                {
                    if (here < middle) ground.Add(behind[x] - charge, here);
                    else bright.Add(behind[x] - charge, here);
                }

                charge = keep * charge + give * here;
            }
        }

        return (ground.Slope, bright.Slope);
    }

    /// <summary>A straight line by least squares.</summary>
    private struct Line
    {
        private const int Fewest = 1000;
        private double _x, _y, _xx, _xy;
        private long _n;

        internal void Add(double x, double y)
        {
            _x += x;
            _y += y;
            _xx += x * x;
            _xy += x * y;
            _n++;
        }

        internal readonly double Slope
        {
            get
            {
                double spread = _xx - _x * _x / Math.Max(1, _n);
                return _n >= Fewest && spread > 0 ? (_xy - _x * _y / _n) / spread : 0;
            }
        }
    }
}
