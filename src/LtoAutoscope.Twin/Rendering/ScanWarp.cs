using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// Where the beam truly is when a pixel is written: radial distortion of the deflection, the lag at the beginning of a line, and the drift of
/// the sample since the frame began.
/// </summary>
internal readonly struct ScanWarp
{
    private const double LagShare = 0.02;
    private const double LargestShare = 0.2;
    private readonly double _radial;
    private readonly double _lag;
    private readonly double _lagLength;
    private readonly double _driftX;
    private readonly double _driftY;
    private readonly int _width;
    private readonly int _height;

    internal ScanWarp(ViewRequest view)
    {
        (_width, _height) = (view.WidthPx, view.HeightPx);
        double corner = (double)_width * _width / 4 + (double)_height * _height / 4;
        _radial = view.Image.DistortionPercent / 100 / corner;
        _lag = view.Image.FlybackPercent / 100 * _width;
        _lagLength = LagShare * _width;

        // Pixels of the image per pixel of time; the stage's drift seen in the scan's axes, and y downwards.
        (double sin, double cos) = Math.SinCos(view.RotationDeg * Math.PI / 180);
        double scale = view.DwellUs * 1e-6 / (view.FieldWidthUm * 1000 / view.WidthPx), limit = LargestShare / Math.Max(1, _height);
        _driftX = Math.Clamp((cos * view.DriftXNmPerS + sin * view.DriftYNmPerS) * scale, -limit, limit);
        _driftY = Math.Clamp(-(-sin * view.DriftXNmPerS + cos * view.DriftYNmPerS) * scale, -limit, limit);
    }

    internal bool IsNone => _radial == 0 && _lag == 0 && _driftX == 0 && _driftY == 0;

    /// <summary>The largest displacement, pixels.</summary>
    internal int Reach => IsNone ? 0 : (int)Math.Ceiling(
        Math.Abs(_radial) * Math.Pow((double)_width * _width / 4 + (double)_height * _height / 4, 1.5) + Math.Abs(_lag)
        + Math.Max(Math.Abs(_driftX), Math.Abs(_driftY)) * _width * _height) + 1;

    /// <summary>What an image with a margin shows through this scan; the margin stays as it is.</summary>
    internal float[] Apply(float[] signal, int stride, int margin)
    {
        if (IsNone) return signal;
        int rows = signal.Length / stride;
        float[] warped = (float[])signal.Clone();
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++)
            {
                (double sx, double sy) = Source(x, y);
                double px = Math.Clamp(sx + margin, 0, stride - 1.001), py = Math.Clamp(sy + margin, 0, rows - 1.001);
                int i = (int)px, j = (int)py, at = j * stride + i;
                float fx = (float)(px - i), fy = (float)(py - j);
                float top = signal[at] + fx * (signal[at + 1] - signal[at]), bottom = signal[at + stride] + fx * (signal[at + stride + 1] - signal[at + stride]);
                warped[(y + margin) * stride + x + margin] = top + fy * (bottom - top);
            }
        }

        return warped;
    }

    /// <summary>The pixel of an undistorted image that a pixel shows.</summary>
    internal (double X, double Y) Source(int x, int y)
    {
        double u = x - (_width - 1) / 2.0, v = y - (_height - 1) / 2.0, radial = _radial * (u * u + v * v), time = (double)y * _width + x;
        double lag = _lag == 0 ? 0 : -_lag * Math.Exp(-x / _lagLength);
        return (x + radial * u + lag + _driftX * time, y + radial * v + _driftY * time);
    }
}
