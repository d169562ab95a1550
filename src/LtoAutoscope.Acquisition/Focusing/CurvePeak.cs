namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>The top of a curve of sharpness.</summary>
/// <param name="Position">Where, in the unit of the curve.</param>
/// <param name="StandardError">Its standard error, in the same unit.</param>
/// <param name="BlurPerUnit">Standard deviation of the blur, in pixels of the frames, that a step of one unit away from the top adds in square; the beam's cone where the unit is a working distance.</param>
/// <param name="BlurError">Standard error of that over it, 0…; a cone that is known worse than to a fifth says nothing.</param>
/// <param name="Bands">How many bands of frequencies have a top of their own.</param>
public sealed record CurvePeak(double Position, double StandardError, double BlurPerUnit, double BlurError, int Bands);
