namespace LtoAutoscope.Storage.Verification;

/// <summary>Something that a check of a run found.</summary>
/// <param name="What">What is wrong, as a sentence without the final stop.</param>
/// <param name="Where">The file or line.</param>
/// <param name="Remedy">What to do about it, as a sentence without the final stop.</param>
/// <param name="IsHarmless">Whether it is only a remnant that loses and falsifies nothing.</param>
public sealed record VerifyProblem(string What, string Where, string Remedy, bool IsHarmless = false);
