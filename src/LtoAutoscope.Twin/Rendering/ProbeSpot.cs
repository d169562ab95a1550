using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// The size of the probe on the sample as a Gaussian's covariance: source image and diffraction, and the disc that the beam's cone cuts
/// when it is focused above or below the surface, different along two axes when there is astigmatism.
/// </summary>
/// <param name="XX">Variance along the image's x axis, nm².</param>
/// <param name="XY">Covariance, nm², image y downwards.</param>
/// <param name="YY">Variance along the image's y axis, nm².</param>
internal readonly record struct ProbeSpot(double XX, double XY, double YY)
{
    /// <summary>Half angle of the beam's cone, rad.</summary>
    internal const double ConvergenceRad = 0.008;

    /// <summary>Full width at half maximum of the sharp probe at 5 kV, 100 pA and the usual cone, nm.</summary>
    internal const double SharpWidthNm = 1.2;

    /// <summary>Full width at half maximum of an Airy disc over wavelength by half angle.</summary>
    private const double AiryWidth = 0.5145;

    /// <summary>Relativistically uncorrected wavelength at 5 kV, nm: 1.2264 / √U.</summary>
    private const double WavelengthNm = 1.2264 / 70.7107;

    private const double UsualCurrentPa = 100;

    private const double WidthOfGaussian = 2.3548;

    internal static ProbeSpot Of(ViewRequest view)
    {
        double astigmatism = Math.Sqrt(view.AstigmatismXUm * view.AstigmatismXUm + view.AstigmatismYUm * view.AstigmatismYUm);
        double axis = 0.5 * Math.Atan2(view.AstigmatismYUm, view.AstigmatismXUm);
        double sharp = Variance(SharpWidth(view) / WidthOfGaussian);
        double first = sharp + Disc(view.DefocusUm + astigmatism, view.ConvergenceRad), second = sharp + Disc(view.DefocusUm - astigmatism, view.ConvergenceRad);
        (double sin, double cos) = Math.SinCos(axis);
        return new ProbeSpot(first * cos * cos + second * sin * sin, -(first - second) * sin * cos, first * sin * sin + second * cos * cos);
    }

    /// <summary>Standard deviation along its longest axis, nm.</summary>
    internal double LargestSigmaNm => Math.Sqrt((XX + YY) / 2 + Math.Sqrt((XX - YY) * (XX - YY) / 4 + XY * XY));

    /// <summary>
    /// Diffraction grows as the cone narrows; the source's image grows with the root of the current at given brightness and shrinks as the cone
    /// widens; both shrink with the root of the energy.
    /// </summary>
    private static double SharpWidth(ViewRequest view)
    {
        double usual = AiryWidth * WavelengthNm / ConvergenceRad, source = SharpWidthNm * SharpWidthNm - usual * usual;
        double cone = ConvergenceRad / Math.Max(1e-4, view.ConvergenceRad), current = view.ProbeCurrentPa > 0 ? view.ProbeCurrentPa / UsualCurrentPa : 1;
        return Math.Sqrt((usual * usual * cone * cone + source * cone * cone * current) * 5 / Math.Max(0.2, view.BeamEnergyKv));
    }

    private static double Variance(double sigma) => sigma * sigma;

    /// <summary>Variance along one axis of a uniform disc of radius α·|Δf|: a quarter of the radius squared.</summary>
    private static double Disc(double defocusUm, double convergenceRad) => Variance(convergenceRad * defocusUm * 1000) / 4;
}
