using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Instruments.Tests.Bench;

/// <summary>A small world for the wire: a gradient, a lattice of blobs, and noise drawn from the exposure's identity. Not a model of anything.</summary>
internal sealed class BlobWorld : ISampleWorld
{
    public GreyImage Render(ViewRequest view, CancellationToken cancellationToken)
    {
        var image = new GreyImage(view.WidthPx, view.HeightPx, view.BitsPerPixel);
        double pixelMm = view.FieldWidthUm / 1000 / view.WidthPx;
        ulong noise = view.Identity | 1;
        for (int y = 0; y < view.HeightPx; y++)
        {
            for (int x = 0; x < view.WidthPx; x++)
            {
                double xMm = view.CentreXMm + (x - (view.WidthPx - 1) / 2.0) * pixelMm;
                double yMm = view.CentreYMm - (y - (view.HeightPx - 1) / 2.0) * pixelMm;
                double blob = Math.Cos(2 * Math.PI * xMm / 0.02) * Math.Cos(2 * Math.PI * yMm / 0.02);
                noise ^= noise << 13;
                noise ^= noise >> 7;
                noise ^= noise << 17;
                double grey = view.ProbeCurrentPa <= 0 ? 0 : 0.4 + 0.2 * blob + 0.1 * x / view.WidthPx + 0.05 * (noise >> 40) / (1 << 24);
                image[x, y] = (ushort)(grey * image.MaximumValue);
            }
        }

        return image;
    }

    public double SurfaceWorkingDistanceMm(double xMm, double yMm) => 10 + 0.001 * xMm;

    public LabelImage? Truth(ViewRequest view, CancellationToken cancellationToken) => null;
}
