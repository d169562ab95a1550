using System.Globalization;
using System.Text;

namespace LtoAutoscope.Fem.Identification.Findings;

/// <summary>The text of the study; every number in it comes from the runs.</summary>
internal static class FindingsText
{
    internal static string Write(FindingsResult r, string model)
    {
        var slow = r.ChargeMaps[0];
        var fast = r.ChargeMaps[^1];
        var text = new StringBuilder();
        text.Append($$"""
            # Findings: what the model says of the paper's claims

            The paper says that a larger aspect ratio raises the initial Coulombic efficiency (CE1), that side losses grow below 50 nm and that diffusion
            hinders above 250 nm. Nothing of that is built into the model. Here is for which effective diffusivity D, surface charge q₀ and rate each holds.

            `lto-autoscope fem findings --out docs` writes this page, its figures and the numbers behind them (`{{FindingsFiles.Data}}/*.csv`).

            ## In short

            | claim | holds where | turns where |
            | --- | --- | --- |
            | a larger aspect ratio raises CE1 | more lithium is trapped than about {{N(FindingsTheory.Turning(1.25, false))}}–{{N(FindingsTheory.Turning(3, false))}} of what side reactions take (same volume, aspect ratio to 3) | side losses outweigh that: small particles, fast diffusion, slow rates. Then elongation lowers CE1 |
            | below 50 nm side losses grow | q₀ above {{C(Median(slow.Contour(slow.Difference(FindingsStudy.At50, FindingsStudy.Below50), FindingsTheory.ClaimPoints), 1e-17))}} C/m² at {{FindingsFigures.Rate(slow.RatePerHour)}} (50 against 25 nm, more than {{FindingsTheory.ClaimPoints}} point, D 1e-17) | a cleaner surface: area alone costs nothing |
            | above 250 nm diffusion hinders | D below {{D(AtCharge(slow))}} m²/s at {{FindingsFigures.Rate(slow.RatePerHour)}}, below {{D(AtCharge(fast))}} at {{FindingsFigures.Rate(fast.RatePerHour)}} (250 against 500 nm, more than {{FindingsTheory.ClaimPoints}} point, q₀ {{FindingsStudy.UsualChargeCM2}} C/m²) | faster diffusion, slower rates, or a hold at the cut-offs, which brings the trapped lithium back |

            With MPET's D of 4e-16 m²/s the third claim needs about 5C (δ = rate·R²/15D, CE1 = (1 − 2δ)/(1 − δ)). It is a claim about an *effective* D of secondary particles and contacts, and D has to be
            fitted before any of the three is stated for a powder (`fem fit`).

            ## Size

            ![CE1 against size]({{FindingsFiles.Images}}/size.svg)

            Side losses fall as 1/d and trapped lithium rises as d², so CE1 has a maximum, and where it lies is set by D, q₀ and the rate:

            ![Diameter of largest CE1]({{FindingsFiles.Images}}/best-diameter.svg)

            {{BestWords(r)}} The best diameter follows (q₀·D/rate)^(1/3) while both losses are small. 50 to 250 nm is the right window for a band of D and q₀, not for LTO as such.

            ## Aspect ratio

            ![CE1 against aspect ratio]({{FindingsFiles.Images}}/aspect-ratio.svg)

            At the same volume a prolate particle is thinner (its lag falls to {{N(FindingsTheory.Lag(2))}} of the sphere's at aspect ratio 2) and has more area ({{N(FindingsTheory.Area(2))}} times). At the same
            projected diameter, which is what a micrograph shows, it also has less volume, and both effects grow. Blue below: an aspect ratio of 2 lowers CE1; orange: it raises it; the line is where the sign turns.

            ![Sign of the effect of aspect ratio]({{FindingsFiles.Images}}/aspect-ratio-sign.svg)

            {{SignWords(slow)}} {{SignWords(fast)}}

            The same with a growing film instead of a fixed charge (film diffusivity 1e-21 m²/s, {{FindingsFigures.Rate(r.FilmMap.RatePerHour)}}); where the film limits itself the line bends to larger rate constants:

            ![Sign with a film reaction]({{FindingsFiles.Images}}/aspect-ratio-sign-film.svg)

            For small losses all of this is one number: elongation raises CE1 where trapped loss over side loss of the sphere exceeds (g − 1)/(1 − f), with f and g the factors of lag and area.

            ![Where the sign turns]({{FindingsFiles.Images}}/turning-point.svg)

            | aspect ratio | lag factor f | area factor g | turns at, same volume | turns at, same projected diameter | model, same volume |
            | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var (ratio, found) in r.Turning)
            text.Append(CultureInfo.InvariantCulture, $"| {ratio} | {FindingsTheory.Lag(ratio):0.000} | {FindingsTheory.Area(ratio):0.000} | {FindingsTheory.Turning(ratio, false):0.000} | {FindingsTheory.Turning(ratio, true):0.000} | {found:0.000} |\n");
        text.Append($$"""

            ## Where the claims hold together

            Left and middle: a line marks a difference of {{FindingsTheory.ClaimPoints}} point. Right: how many of the three hold (aspect ratio 2 at 100 nm for the first).

            ![Where the claims hold]({{FindingsFiles.Images}}/claims.svg)

            {{Together(slow)}} {{Together(fast)}}

            | rate | D, m²/s | q₀, C/m² | aspect ratio 2 at 100 nm | 50 against 25 nm | 250 against 500 nm |
            | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var map in r.ChargeMaps) Rows(text, map);
        text.Append($$"""

            Differences in percentage points of CE1: positive where the claim's direction holds.

            ## Rate and hold

            ![CE1 against rate, with and without hold]({{FindingsFiles.Images}}/rate-and-hold.svg)

            Trapped lithium grows in proportion to the rate and is the protocol's as much as the powder's: {{HoldWords(r)}} A CE1 without its rate and its hold says little about size.

            ## Limits

            - Model: {{model}}. {{r.Runs}} runs, {{r.Failed}} that could not be solved (white). Above about 1C separator and electrolyte matter.
            - Smooth, equal, prolate particles. A distribution blurs every line; roughness raises side losses and moves the sign of aspect ratio towards "lowers".
            - Diffusion is Fickian through the plateau. A moving front traps lithium otherwise.
            - The side channel is phenomenological: a charge lost once, or a film limited by diffusion. In-situ microscopy saw no film on LTO above 1.0 V, others report one.
            - Synthetic throughout: no measured cell is in this page.

            """);
        return text.ToString();
    }

    private static void Rows(StringBuilder text, FindingsMap map)
    {
        double[,] longer = map.Difference(FindingsStudy.Long100, FindingsStudy.At100), small = map.Difference(FindingsStudy.At50, FindingsStudy.Below50), large = map.Difference(FindingsStudy.At250, FindingsStudy.Above250);
        foreach (double d in (double[])[1e-18, 1e-17, 1e-16])
        {
            foreach (double q in (double[])[0.1, 0.5, 2])
            {
                int i = Nearest(map.Diffusivities, d), j = Nearest(map.Sides, q);
                text.Append(CultureInfo.InvariantCulture, $"| {FindingsFigures.Rate(map.RatePerHour)} | {map.Diffusivities[i]:0.0e+0} | {map.Sides[j]:0.00} | {Signed(longer[i, j])} | {Signed(small[i, j])} | {Signed(large[i, j])} |\n");
            }
        }
    }

    private static string BestWords(FindingsResult r)
    {
        string At(double rate, double q, double d)
        {
            var line = r.Best.FirstOrDefault(b => b.RatePerHour == rate && b.SurfaceChargeCM2 == q).Points ?? [];
            var point = line.Where(p => double.IsFinite(p.DiameterNm)).OrderBy(p => Math.Abs(Math.Log(p.DiffusivityM2S / d))).FirstOrDefault();
            return point.DiameterNm > 0 && Math.Abs(Math.Log(point.DiffusivityM2S / d)) < 0.6 ? string.Create(CultureInfo.InvariantCulture, $"{point.DiameterNm:0} nm") : "outside 10 to 1000 nm";
        }

        return $"With q₀ 0.3 C/m² at C/5 it is {At(0.2, 0.3, 1e-18)} for D 1e-18 m²/s and {At(0.2, 0.3, 1e-17)} for 1e-17; at 1C {At(1, 0.3, 1e-18)} and {At(1, 0.3, 1e-17)}. Ten times the charge at C/5 and 1e-17: {At(0.2, 3, 1e-17)}.";
    }

    private static string SignWords(FindingsMap map)
    {
        double[,] difference = map.Difference(FindingsStudy.Long100, FindingsStudy.At100);
        string[] parts = [.. ((double[])[1e-18, 1e-17, 1e-16]).Select(d =>
        {
            double at = map.Contour(difference, 0).ElementAt(Nearest(map.Diffusivities, d)).Y;
            int i = Nearest(map.Diffusivities, d);
            return double.IsNaN(at)
                ? $"for D {FitStatistics.Text(d)} it {(difference[i, map.Sides.Length / 2] > 0 ? "raises" : "lowers")} CE1 at every q₀ shown"
                : string.Create(CultureInfo.InvariantCulture, $"for D {FitStatistics.Text(d)} the sign turns at q₀ {at:0.00} C/m²");
        })];
        return $"100 nm at {FindingsFigures.Rate(map.RatePerHour)}: {string.Join("; ", parts)}.";
    }

    private static string Together(FindingsMap map)
    {
        double[,] longer = map.Difference(FindingsStudy.Long100, FindingsStudy.At100), small = map.Difference(FindingsStudy.At50, FindingsStudy.Below50), large = map.Difference(FindingsStudy.At250, FindingsStudy.Above250);
        int all = 0, cells = 0;
        double lowD = double.PositiveInfinity, highD = 0, lowQ = double.PositiveInfinity, highQ = 0;
        for (int i = 0; i < map.Diffusivities.Length; i++)
        {
            for (int j = 0; j < map.Sides.Length; j++)
            {
                if (double.IsNaN(longer[i, j] + small[i, j] + large[i, j])) continue;
                cells++;
                if (!(longer[i, j] > 0 && small[i, j] > FindingsTheory.ClaimPoints && large[i, j] > FindingsTheory.ClaimPoints)) continue;
                all++;
                (lowD, highD) = (Math.Min(lowD, map.Diffusivities[i]), Math.Max(highD, map.Diffusivities[i]));
                (lowQ, highQ) = (Math.Min(lowQ, map.Sides[j]), Math.Max(highQ, map.Sides[j]));
            }
        }

        return all == 0
            ? $"At {FindingsFigures.Rate(map.RatePerHour)} all three hold nowhere on the map."
            : string.Create(CultureInfo.InvariantCulture, $"At {FindingsFigures.Rate(map.RatePerHour)} all three hold on {100.0 * all / cells:0} % of the map, all of it between D {lowD:0.0e+0} and {highD:0.0e+0} m²/s and q₀ {lowQ:0.00} and {highQ:0.00} C/m².");
    }

    private static string HoldWords(FindingsResult r)
    {
        double At(bool hold) => r.Rates.First(x => x.Hold == hold && x.DiffusivityM2S == 1e-17).Points.OrderBy(p => Math.Abs(Math.Log(p.RatePerHour / 0.2))).First().Ce1;
        return string.Create(CultureInfo.InvariantCulture, $"at D 1e-17 and about C/5, 500 nm particles have CE1 {At(false):0.000} without a hold and {At(true):0.000} with one.");
    }

    private static double AtCharge(FindingsMap map)
        => map.ContourAlongDiffusivity(map.Difference(FindingsStudy.At250, FindingsStudy.Above250), FindingsTheory.ClaimPoints).ElementAt(Nearest(map.Sides, FindingsStudy.UsualChargeCM2)).X;

    private static double Median(IEnumerable<(double X, double Y)> contour, double x) => contour.MinBy(p => Math.Abs(Math.Log(p.X / x))).Y;

    private static int Nearest(double[] values, double wanted) => Array.IndexOf(values, values.MinBy(v => Math.Abs(Math.Log(v / wanted))));

    private static string Signed(double value) => double.IsNaN(value) ? "not solved" : (Math.Round(value, 2) + 0.0).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    private static string N(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string C(double value) => double.IsNaN(value) ? "(nowhere on the map)" : N(value);

    private static string D(double value) => double.IsNaN(value) ? "(nowhere on the map)" : value.ToString("0.0e+0", CultureInfo.InvariantCulture);
}
