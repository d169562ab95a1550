using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Reads the blur of an edge from the grey across an outline: profiles along the normals are averaged, the steepest lobe of their slope near the outline is the line-spread function, and its
/// full width at half maximum over 2.355 the standard deviation (ISO 12233 does so on a straight edge). A bright rim stands on the inner side and leaves the outer slope as it is.
/// </summary>
internal static class EdgeBlur
{
    private const double Reach = 6, Step = 0.25, SearchPx = 2, WidthOfGaussian = 2.3548;
    private const int FewestProfiles = 12;

    /// <summary>Half a pixel to each side is the difference, and bilinear interpolation blurs by a sixth: both are taken off.</summary>
    private const double OwnVariance = 1.0 / 12 + 1.0 / 6;

    /// <summary>Standard deviation of the edge's blur, pixels; NaN where no clean edge is found.</summary>
    internal static double Of(GreyImage image, LabelImage labels, Particle particle)
    {
        int samples = (int)(2 * Reach / Step) + 1, points = particle.Outline.Count / 2, profiles = 0;
        double[] profile = new double[samples];
        for (int i = 0; i < points; i += 2)
        {
            if (Normal(particle.Outline, i) is not (double nx, double ny)) continue;
            double x = particle.Outline[2 * i], y = particle.Outline[2 * i + 1];
            if (Signed(labels, particle.LabelId, x + nx * 2, y + ny * 2) > 0) (nx, ny) = (-nx, -ny);
            if (!IsFree(labels, particle.LabelId, x, y, nx, ny)) continue;
            for (int s = 0; s < samples; s++) profile[s] += Bilinear(image, x + nx * (s * Step - Reach), y + ny * (s * Step - Reach));
            profiles++;
        }

        return profiles < FewestProfiles ? double.NaN : Width(profile);
    }

    /// <summary>Standard deviation of the steepest lobe near the middle of a profile.</summary>
    internal static double Width(ReadOnlySpan<double> profile)
    {
        int half = (int)(0.5 / Step), middle = profile.Length / 2, search = (int)(SearchPx / Step);
        double[] slope = new double[profile.Length];
        for (int s = half; s < profile.Length - half; s++) slope[s] = profile[s - half] - profile[s + half];
        int peak = middle;
        for (int s = middle - search; s <= middle + search; s++)
            if (Math.Abs(slope[s]) > Math.Abs(slope[peak])) peak = s;
        double top = Math.Abs(slope[peak]), sign = Math.Sign(slope[peak]);
        if (!(top > 0)) return double.NaN;
        double left = Crossing(slope, peak, -1, sign, top / 2), right = Crossing(slope, peak, 1, sign, top / 2), sigma = (left + right) * Step / WidthOfGaussian;
        return double.IsNaN(sigma) ? double.NaN : Math.Sqrt(Math.Max(0.01, sigma * sigma - OwnVariance));
    }

    private static double Crossing(double[] slope, int peak, int direction, double sign, double level)
    {
        for (int s = peak; s + direction >= 0 && s + direction < slope.Length; s += direction)
        {
            double here = sign * slope[s], next = sign * slope[s + direction];
            if (next <= level) return Math.Abs(s - peak) + (here - level) / (here - next);
        }

        return double.NaN;
    }

    private static (double X, double Y)? Normal(IReadOnlyList<float> outline, int i)
    {
        int count = outline.Count / 2, before = (i + count - 2) % count, after = (i + 2) % count;
        double tx = outline[2 * after] - outline[2 * before], ty = outline[2 * after + 1] - outline[2 * before + 1], length = Math.Sqrt(tx * tx + ty * ty);
        return length > 0 ? (ty / length, -tx / length) : null;
    }

    private static int Signed(LabelImage labels, int own, double x, double y)
    {
        int column = (int)Math.Round(x), row = (int)Math.Round(y);
        if (column < 0 || row < 0 || column >= labels.Width || row >= labels.Height) return -1;
        int label = labels[column, row];
        return label == own ? 1 : label == 0 ? 0 : -1;
    }

    /// <summary>Whether the outside is background as far as the profile reaches, and the inside is the particle for half as far.</summary>
    private static bool IsFree(LabelImage labels, int own, double x, double y, double nx, double ny)
    {
        for (double s = 1.5; s <= Reach; s += 1.5)
        {
            if (Signed(labels, own, x + nx * s, y + ny * s) != 0) return false;
            if (s <= Reach / 2 && Signed(labels, own, x - nx * s, y - ny * s) != 1) return false;
        }

        return x - Reach >= 0 && y - Reach >= 0 && x + Reach <= labels.Width - 1 && y + Reach <= labels.Height - 1;
    }

    private static double Bilinear(GreyImage image, double x, double y)
    {
        int column = Math.Min((int)x, image.Width - 2), row = Math.Min((int)y, image.Height - 2);
        double fx = x - column, fy = y - row;
        return (1 - fy) * ((1 - fx) * image[column, row] + fx * image[column + 1, row]) + fy * ((1 - fx) * image[column, row + 1] + fx * image[column + 1, row + 1]);
    }
}
