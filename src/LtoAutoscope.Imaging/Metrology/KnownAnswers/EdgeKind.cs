namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>What the edge of an ideal shape looks like in the foreground map.</summary>
public enum EdgeKind
{
    /// <summary>The part of each pixel that the shape covers.</summary>
    Sharp,

    /// <summary>The same under a Gaussian point-spread function of 0.7 pixels, about what a well-trained network shows.</summary>
    Network,

    /// <summary>Under one of 1.5 pixels: a poor focus.</summary>
    Blurred,

    /// <summary>As <see cref="Network"/>, with noise of 0.1 on each probability.</summary>
    Noisy,

    /// <summary>No map at all: pixels inside or outside.</summary>
    Mask,
}
