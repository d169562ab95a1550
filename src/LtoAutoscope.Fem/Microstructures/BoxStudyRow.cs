namespace LtoAutoscope.Fem.Microstructures;

/// <summary>One box size of the study of representativeness, at the same voxel size.</summary>
/// <param name="Particles">Particles asked.</param>
/// <param name="Grid">Voxels along an edge.</param>
/// <param name="BoxNm">Mean edge, nm.</param>
/// <param name="Realisations">How many boxes.</param>
/// <param name="Porosity">Porosity by voxels.</param>
/// <param name="AreaPerM">Smooth area over volume, 1/m.</param>
/// <param name="Tortuosity">Tortuosity factor, mean over the three axes of each box.</param>
/// <param name="IsRepresentative">Whether porosity, area and tortuosity differ from those of the largest box by less than twice the standard error of the difference, or by less than 1 %.</param>
public sealed record BoxStudyRow(
    int Particles, int Grid, double BoxNm, int Realisations, MeanScatter Porosity, MeanScatter AreaPerM, MeanScatter Tortuosity, bool IsRepresentative);
