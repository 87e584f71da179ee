#!/bin/sh
echo hola
