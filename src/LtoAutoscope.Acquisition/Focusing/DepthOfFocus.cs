namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>The range of working distance within which nothing is gained by focusing better.</summary>
/// <remarks>
/// D = d / α: at its ends the beam's cone of the half angle α has widened to a disc of one pixel d (J. I. Goldstein et al., Scanning Electron Microscopy and
/// X-Ray Microanalysis, "Depth of field").
/// </remarks>
public static class DepthOfFocus
{
    /// <summary>Half angle that is assumed until a focus curve has told it, rad. Usual ones lie between 2 and 20 mrad.</summary>
    public const double AssumedConvergenceRad = 0.008;

    /// <summary>The depth, mm, from one end to the other.</summary>
    /// <param name="pixelSizeNm">Edge of a pixel, nm.</param>
    /// <param name="convergenceRad">Half angle of the beam's cone, rad.</param>
    public static double Mm(double pixelSizeNm, double convergenceRad = AssumedConvergenceRad) => pixelSizeNm * 1e-6 / convergenceRad;

    /// <summary>The half angle that a focus curve tells, rad: a disc of the radius α·Δf has the variance (α·Δf)²/4 along an axis.</summary>
    /// <param name="blurPxPerMm"><see cref="CurvePeak.BlurPerUnit"/> of a curve over mm.</param>
    /// <param name="pixelSizeNm">Edge of a pixel of its frames, nm.</param>
    public static double ConvergenceRad(double blurPxPerMm, double pixelSizeNm) => 2 * blurPxPerMm * pixelSizeNm * 1e-6;
}
