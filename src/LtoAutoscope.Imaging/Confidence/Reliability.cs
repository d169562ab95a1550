using System.Globalization;
using System.Text;

namespace LtoAutoscope.Imaging.Confidence;

/// <summary>How stated probabilities compare with what came true, in ten bins of equal width.</summary>
/// <param name="Stated">Mean stated probability of each bin; NaN where it is empty.</param>
/// <param name="Observed">Share that came true.</param>
/// <param name="Weight">Share of all observations in the bin.</param>
/// <param name="ExpectedCalibrationError">Σ weight · |stated − observed|, 0…1.</param>
/// <param name="BrierScore">Mean square of probability minus outcome, 0…1.</param>
/// <remarks>M. P. Naeini et al., AAAI 2015; G. W. Brier, Mon. Weather Rev. 78, 1 (1950).</remarks>
public sealed record Reliability(
    IReadOnlyList<double> Stated, IReadOnlyList<double> Observed, IReadOnlyList<double> Weight, double ExpectedCalibrationError, double BrierScore)
{
    private const int Bins = 10;

    /// <summary>Compares probabilities with outcomes, each with a weight.</summary>
    public static Reliability Of(IReadOnlyList<double> probabilities, IReadOnlyList<bool> outcomes, IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(weights);
        double[] weight = new double[Bins], stated = new double[Bins], observed = new double[Bins];
        double brier = 0, total = 0;
        for (int i = 0; i < probabilities.Count; i++)
        {
            double p = probabilities[i], came = outcomes[i] ? 1 : 0, w = weights[i];
            int bin = Math.Min((int)(p * Bins), Bins - 1);
            weight[bin] += w;
            stated[bin] += w * p;
            observed[bin] += w * came;
            brier += w * (p - came) * (p - came);
            total += w;
        }

        double error = 0;
        for (int b = 0; b < Bins; b++)
        {
            (stated[b], observed[b]) = weight[b] > 0 ? (stated[b] / weight[b], observed[b] / weight[b]) : (double.NaN, double.NaN);
            weight[b] /= Math.Max(total, double.Epsilon);
            if (weight[b] > 0) error += weight[b] * Math.Abs(stated[b] - observed[b]);
        }

        return new Reliability(stated, observed, weight, error, brier / Math.Max(total, double.Epsilon));
    }

    /// <summary>A diagram of several series side by side, each a panel with its name and its error, as SVG.</summary>
    public static string ToSvg(params IReadOnlyList<(string Title, Reliability Series)> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        const int Side = 240, Gap = 60, Top = 44;
        int width = Gap + panels.Count * (Side + Gap), height = Top + Side + 52;
        var svg = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>\n");
        for (int k = 0; k < panels.Count; k++)
        {
            (string title, Reliability r) = panels[k];
            svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({Gap + k * (Side + Gap)},{Top})\">\n<text x=\"0\" y=\"-24\" font-weight=\"bold\">{title}</text>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"-8\">ECE {r.ExpectedCalibrationError:0.000}, Brier {r.BrierScore:0.000}</text>\n<rect width=\"{Side}\" height=\"{Side}\" fill=\"none\" stroke=\"#888\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"0\" y1=\"{Side}\" x2=\"{Side}\" y2=\"0\" stroke=\"#888\" stroke-dasharray=\"4 4\"/>\n");
            for (int b = 0; b < Bins; b++)
            {
                double bar = Side * Math.Sqrt(r.Weight[b]) / 2;
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{b * Side / Bins + 2}\" y=\"{Side - bar:0.0}\" width=\"{Side / Bins - 4}\" height=\"{bar:0.0}\" fill=\"#cfe3ef\"/>\n");
            }

            int[] filled = [.. Enumerable.Range(0, Bins).Where(b => r.Weight[b] > 0)];
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"#0b6e99\" stroke-width=\"2\" points=\"{string.Join(' ', filled.Select(b => string.Create(CultureInfo.InvariantCulture, $"{Side * r.Stated[b]:0.0},{Side * (1 - r.Observed[b]):0.0}")))}\"/>\n");
            foreach (int b in filled) svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Side * r.Stated[b]:0.0}\" cy=\"{Side * (1 - r.Observed[b]):0.0}\" r=\"4\" fill=\"#0b6e99\"/>\n");
            foreach (double tick in (double[])[0, 0.5, 1])
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Side * tick}\" y=\"{Side + 16}\" text-anchor=\"middle\">{tick}</text><text x=\"-8\" y=\"{Side * (1 - tick) + 4}\" text-anchor=\"end\">{tick}</text>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Side / 2}\" y=\"{Side + 36}\" text-anchor=\"middle\">stated probability</text>\n<text transform=\"translate(-32,{Side / 2}) rotate(-90)\" text-anchor=\"middle\">observed share</text>\n</g>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }
}
