using System;

public class Program
{
    #region greet
    static void Greet()
    {
        #region inner
        Console.WriteLine("Hello");
        #endregion
    }
    #endregion

    #region main
    static void Main() => Greet();
}
